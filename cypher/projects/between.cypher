// Which projects of these accounts began or ended between the two days?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})-[:RUNS]->(project:Project)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND (project.startedOn >= $first AND project.startedOn <= $last
    OR project.endedOn >= $first AND project.endedOn <= $last)
RETURN
  project.id AS id, a.id AS account_id, project.name AS name,
  head(COLLECT { MATCH (project)-[:OF_TYPE]->(t:ProjectType) RETURN t.name }) AS project_type,
  project.startedOn AS started_on, project.endedOn AS ended_on, project.outcome AS outcome,
  project.budget AS budget, coalesce(project.currency, a.currency) AS currency,
  // Before a project ended, it had not gone to anybody.
  head(COLLECT {
    MATCH (project)-[:WENT_TO]->(v:Vendor)
    WHERE project.endedOn IS NULL OR project.endedOn <= $last
    RETURN v.name
  }) AS vendor
