// Store these projects with their account, type and the vendor they went to.
UNWIND $rows AS row
MERGE (p:Project {id: row.id})
SET p += row.properties
WITH p, row
MATCH (a:Account {id: row.account_id})
MATCH (t:ProjectType {id: row.project_type_id})
CALL (p, a) { MATCH (other)-[old:RUNS]->(p) WHERE other <> a DELETE old }
CALL (p, t) { MATCH (p)-[old:OF_TYPE]->(other) WHERE other <> t DELETE old }
MERGE (a)-[:RUNS]->(p)
MERGE (p)-[:OF_TYPE]->(t)
WITH p, row WHERE 'vendor_id' IN $columns
CALL (p, row) {
  MATCH (p)-[old:WENT_TO]->(other)
  WHERE row.vendor_id IS NULL OR other.id <> row.vendor_id
  DELETE old
}
WITH p, row
MATCH (v:Vendor {id: row.vendor_id})
MERGE (p)-[:WENT_TO]->(v)
