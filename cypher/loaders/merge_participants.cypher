// Store who takes part in which project.
UNWIND $rows AS row
MATCH (p:Person {id: row.person_id})
MATCH (project:Project {id: row.project_id})
MERGE (p)-[r:PARTICIPATES_IN]->(project)
SET r += row.properties
