// Which proposals at these accounts were refused by the day, why, and by whom?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:AT]-(r:Refusal)-[:OF_TYPE]->(t:ProjectType)
WHERE ($reach IS NULL OR a.id IN $reach) AND r.refusedOn <= $as_of
WITH a, r, t, $team IS NULL OR a.id IN $team AS ours
RETURN
  r.id AS id, a.id AS account_id, t.id AS project_type_id, r.after AS after,
  r.projectId AS project_id, r.until AS until, CASE WHEN ours THEN r.reason END AS reason,
  r.refusedOn AS refused_on, head(COLLECT { MATCH (u:User)-[:REFUSED]->(r) WHERE ours RETURN {id: u.id, name: u.name} }) AS user
