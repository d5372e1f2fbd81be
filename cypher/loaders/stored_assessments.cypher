// What is stored of these statements, or of all those about the account's people?
CALL () {
  UNWIND $keys AS key
  MATCH (s:Assessment {id: key.id})-[:ABOUT]->(p:Person)-[:KEY_PERSON_OF]->(a:Account)
  RETURN s, p, a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (s:Assessment)-[:ABOUT]->(p:Person)-[:KEY_PERSON_OF]->(a:Account {id: account_id})
  RETURN s, p, a
}
WITH s, p, a, $team IS NULL OR a.id IN $team AS ours
WHERE ($reach IS NULL OR a.id IN $reach) AND s.id > coalesce($after, '')
ORDER BY s.id LIMIT $limit
RETURN
  s.id AS position,
  {
    id: s.id, person_id: p.id,
    user_id: head(COLLECT { MATCH (u:User)-[:STATED]->(s) WHERE ours RETURN u.id }),
    observed_on: s.observedOn, closeness: s.closeness, solution_acceptance: s.solutionAcceptance,
    price_acceptance: s.priceAcceptance, confidence: s.confidence, source: s.source,
    project_id: head(COLLECT {
      MATCH (s)-[:ON]->(project:Project)
      WHERE $reach IS NULL OR EXISTS { MATCH (project)<-[:RUNS]-(at:Account) WHERE at.id IN $reach }
      RETURN project.id
    }),
    vendor_id: head(COLLECT { MATCH (s)-[:TOWARDS]->(v:Vendor) RETURN v.id }),
    note: CASE WHEN ours THEN s.note END, recorded_at: s.recordedAt
  } AS row,
  [a.id] AS account_ids
ORDER BY position
