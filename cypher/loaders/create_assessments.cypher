// Store these statements; one that is there already stays as it is.
UNWIND $rows AS row
MATCH (p:Person {id: row.person_id})
MERGE (s:Assessment {id: row.id})
ON CREATE SET
  s = row.properties,
  s.recordedAt = coalesce(row.properties.recordedAt, datetime())
MERGE (s)-[:ABOUT]->(p)
WITH s, row
CALL (s, row) {
  MATCH (u:User {id: row.user_id})
  MERGE (u)-[:STATED]->(s)
}
CALL (s, row) {
  MATCH (project:Project {id: row.project_id})
  MERGE (s)-[:ON]->(project)
}
CALL (s, row) {
  MATCH (v:Vendor {id: row.vendor_id})
  MERGE (s)-[:TOWARDS]->(v)
}
