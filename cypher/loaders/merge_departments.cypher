// Store these departments and what they are part of.
UNWIND $rows AS row
MERGE (d:Department {id: row.id})
SET d += row.properties
WITH d, row
MATCH (a:Account {id: row.account_id})
CALL (d, a) {
  MATCH (d)-[old:PART_OF]->(other:Account) WHERE other <> a
  DELETE old
}
MERGE (d)-[:PART_OF]->(a)
WITH d, row WHERE 'parent_id' IN $columns
CALL (d, row) {
  MATCH (d)-[old:PART_OF]->(other:Department)
  WHERE row.parent_id IS NULL OR other.id <> row.parent_id
  DELETE old
}
WITH d, row WHERE row.parent_id IS NOT NULL
MERGE (parent:Department {id: row.parent_id})
MERGE (d)-[:PART_OF]->(parent)
