// Which opportunities at these accounts are open on the day?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:AT]-(o:Opportunity)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND (o.openedOn IS NULL OR o.openedOn <= $as_of) AND (o.outcome IS NULL OR o.closedOn > $as_of)
OPTIONAL MATCH (o)-[:AIMS_AT]->(project:Project)<-[:RUNS]-(a)
RETURN
  o.id AS id, a.id AS account_id, o.name AS name, o.origin AS origin, o.amount AS amount,
  coalesce(o.currency, a.currency) AS currency, o.probability AS probability, o.closedOn AS expected_on,
  coalesce(
    head(COLLECT { MATCH (o)-[:OF_TYPE]->(t:ProjectType) RETURN t.id }),
    head(COLLECT { MATCH (project)-[:OF_TYPE]->(t:ProjectType) RETURN t.id })
  ) AS project_type_id,
  project.id AS project_id
