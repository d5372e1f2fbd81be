// When did projects of each type start, at every account?
MATCH (a:Account)-[:RUNS]->(project:Project)-[:OF_TYPE]->(t:ProjectType)
WHERE ($reach IS NULL OR a.id IN $reach) AND project.startedOn <= $as_of
RETURN a.id AS account_id, t.id AS project_type_id, project.startedOn AS started_on
