// Which projects did these accounts begin between the two days?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})-[:RUNS]->(project:Project)
WHERE ($reach IS NULL OR a.id IN $reach) AND project.startedOn >= $first AND project.startedOn <= $last
RETURN
  project.id AS id, a.id AS account_id, project.name AS name,
  head(COLLECT { MATCH (project)-[:OF_TYPE]->(t:ProjectType) RETURN t.name }) AS project_type,
  project.startedOn AS started_on, project.budget AS budget, coalesce(project.currency, a.currency) AS currency,
  head(COLLECT { MATCH (project)-[:WENT_TO]->(v:Vendor) RETURN v.name }) AS vendor
