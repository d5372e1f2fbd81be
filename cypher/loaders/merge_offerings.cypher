// Store these offerings and the project types that they fit.
UNWIND $rows AS row
MERGE (o:Offering {id: row.id})
SET o += row.properties
WITH o, row
CALL (o, row) {
  MATCH (o)-[old:FITS]->(t) WHERE NOT t.id IN row.project_type_ids
  DELETE old
}
UNWIND row.project_type_ids AS type_id
MATCH (t:ProjectType {id: type_id})
MERGE (o)-[:FITS]->(t)
