// Store who influences, knows, or is in conflict with whom.
UNWIND $rows AS row
MATCH (a:Person {id: row.from_person_id})
MATCH (b:Person {id: row.to_person_id})
CALL (a, b, row) {
  WITH a, b, row WHERE row.kind = 'influences'
  MERGE (a)-[r:INFLUENCES]->(b)
  SET r += row.properties
}
CALL (a, b, row) {
  WITH a, b, row WHERE row.kind = 'conflicts_with'
  MERGE (a)-[r:CONFLICTS_WITH]->(b)
  SET r += row.properties
}
CALL (a, b, row) {
  WITH a, b, row WHERE row.kind = 'knows'
  MERGE (a)-[r:KNOWS]->(b)
  SET r += row.properties
}
