// Which opportunities at these accounts are open on the day, or were won or lost by then?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:AT]-(o:Opportunity)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND (o.openedOn IS NULL OR o.openedOn <= $as_of)
  AND (o.outcome IS NULL OR o.outcome IN ['won', 'lost'] OR o.closedOn > $as_of)
OPTIONAL MATCH (o)-[:AIMS_AT]->(project:Project)<-[:RUNS]-(a)
RETURN
  o.id AS id, a.id AS account_id, o.name AS name, o.origin AS origin, o.amount AS amount,
  coalesce(o.currency, a.currency) AS currency, o.probability AS probability, o.openedOn AS opened_on,
  o.closedOn AS expected_on, CASE WHEN coalesce(o.closedOn, $as_of) <= $as_of THEN o.outcome END AS outcome,
  coalesce(
    head(COLLECT { MATCH (o)-[:OF_TYPE]->(t:ProjectType) RETURN t.id }),
    head(COLLECT { MATCH (project)-[:OF_TYPE]->(t:ProjectType) RETURN t.id })
  ) AS project_type_id,
  project.id AS project_id
