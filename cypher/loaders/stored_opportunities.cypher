// What is stored of these opportunities, or of all those at the account?
CALL () {
  UNWIND $keys AS key
  MATCH (o:Opportunity {id: key.id})-[:AT]->(a:Account)
  RETURN o, a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (o:Opportunity)-[:AT]->(a:Account {id: account_id})
  RETURN o, a
}
WITH o, a
WHERE ($reach IS NULL OR a.id IN $reach) AND o.id > coalesce($after, '')
  AND ($on IS NULL OR coalesce(o.openedOn, $on.day) <= $on.day)
ORDER BY o.id LIMIT $limit
RETURN
  o.id AS position,
  {
    id: o.id, account_id: a.id, name: o.name,
    user_id: head(COLLECT { MATCH (u:User)-[:OWNS]->(o) RETURN u.id }),
    origin: o.origin, amount: o.amount, currency: o.currency,
    project_type_id: head(COLLECT { MATCH (o)-[:OF_TYPE]->(t:ProjectType) RETURN t.id }),
    project_id: head(COLLECT {
      MATCH (o)-[:AIMS_AT]->(project:Project)
      WHERE $reach IS NULL OR EXISTS { MATCH (project)<-[:RUNS]-(at:Account) WHERE at.id IN $reach }
      RETURN project.id
    }),
    stage: o.stage, probability: o.probability, opened_on: o.openedOn, closed_on: o.closedOn,
    outcome: CASE WHEN $on IS NULL OR coalesce(o.closedOn, $on.day) <= $on.day THEN o.outcome END
  } AS row,
  [a.id] AS account_ids
ORDER BY position
