// Store these contacts and who took part in them.
UNWIND $rows AS row
MERGE (i:Interaction {id: row.id})
SET i += row.properties
WITH i, row
CALL (i, row) {
  MATCH (other:User)-[old:TOOK_PART_IN]->(i) WHERE NOT other.id IN row.user_ids
  DELETE old
}
CALL (i, row) {
  MATCH (other:Person)-[old:TOOK_PART_IN]->(i) WHERE NOT other.id IN row.person_ids
  DELETE old
}
CALL (i, row) {
  UNWIND row.user_ids AS user_id
  MATCH (u:User {id: user_id})
  MERGE (u)-[:TOOK_PART_IN]->(i)
}
CALL (i, row) {
  UNWIND row.person_ids AS person_id
  MATCH (p:Person {id: person_id})
  MERGE (p)-[:TOOK_PART_IN]->(i)
}
