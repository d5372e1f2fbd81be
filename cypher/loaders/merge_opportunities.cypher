// Store these opportunities with their account, owner, project type and project.
UNWIND $rows AS row
MERGE (o:Opportunity {id: row.id})
SET o += row.properties
WITH o, row
MATCH (a:Account {id: row.account_id})
CALL (o, a) { MATCH (o)-[old:AT]->(other) WHERE other <> a DELETE old }
MERGE (o)-[:AT]->(a)
WITH o, row
CALL (o, row) {
  WITH o, row WHERE 'user_id' IN $columns
  CALL (o, row) {
    MATCH (other)-[old:OWNS]->(o) WHERE row.user_id IS NULL OR other.id <> row.user_id
    DELETE old
  }
  MATCH (u:User {id: row.user_id})
  MERGE (u)-[:OWNS]->(o)
}
CALL (o, row) {
  WITH o, row WHERE 'project_type_id' IN $columns
  CALL (o, row) {
    MATCH (o)-[old:OF_TYPE]->(other) WHERE row.project_type_id IS NULL OR other.id <> row.project_type_id
    DELETE old
  }
  MATCH (t:ProjectType {id: row.project_type_id})
  MERGE (o)-[:OF_TYPE]->(t)
}
CALL (o, row) {
  WITH o, row WHERE 'project_id' IN $columns
  CALL (o, row) {
    MATCH (o)-[old:AIMS_AT]->(other) WHERE row.project_id IS NULL OR other.id <> row.project_id
    DELETE old
  }
  MATCH (p:Project {id: row.project_id})
  MERGE (o)-[:AIMS_AT]->(p)
}
