// What is stored of these projects, or of all those of the account?
CALL () {
  UNWIND $keys AS key
  MATCH (p:Project {id: key.id})<-[:RUNS]-(a:Account)
  RETURN p, a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (p:Project)<-[:RUNS]-(a:Account {id: account_id})
  RETURN p, a
}
WITH p, a
WHERE ($reach IS NULL OR a.id IN $reach) AND p.id > coalesce($after, '')
  AND ($on IS NULL OR p.startedOn <= $on.day)
ORDER BY p.id LIMIT $limit
RETURN
  p.id AS position,
  {
    id: p.id, account_id: a.id,
    project_type_id: head(COLLECT { MATCH (p)-[:OF_TYPE]->(t:ProjectType) RETURN t.id }),
    name: p.name, started_on: p.startedOn, ended_on: p.endedOn, budget: p.budget, currency: p.currency,
    vendor_id: head(COLLECT { MATCH (p)-[:WENT_TO]->(v:Vendor) RETURN v.id }),
    outcome: CASE WHEN $on IS NULL OR coalesce(p.endedOn, $on.day) <= $on.day THEN p.outcome END,
    no_contact_from: p.noContactFrom, no_contact_to: p.noContactTo
  } AS row,
  [a.id] AS account_ids
ORDER BY position
