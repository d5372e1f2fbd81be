// Store these project types.
UNWIND $rows AS row
MERGE (t:ProjectType {id: row.id})
SET t += row.properties
