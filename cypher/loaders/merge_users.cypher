// Store our people with their team and manager.
UNWIND $rows AS row
MERGE (u:User {id: row.id})
SET u += row.properties
WITH u, row
CALL (u, row) {
  WITH u, row WHERE 'team' IN $columns
  CALL (u, row) {
    MATCH (u)-[old:MEMBER_OF]->(other)
    WHERE row.team IS NULL OR other.name <> row.team
    DELETE old
  }
  WITH u, row WHERE row.team IS NOT NULL
  MERGE (t:Team {name: row.team})
  MERGE (u)-[:MEMBER_OF]->(t)
}
CALL (u, row) {
  WITH u, row WHERE 'manager_id' IN $columns
  CALL (u, row) {
    MATCH (u)-[old:REPORTS_TO]->(other)
    WHERE row.manager_id IS NULL OR other.id <> row.manager_id
    DELETE old
  }
  WITH u, row WHERE row.manager_id IS NOT NULL
  MERGE (boss:User {id: row.manager_id})
  MERGE (u)-[:REPORTS_TO]->(boss)
}
