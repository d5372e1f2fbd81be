// What has been stated about this person, by the day and as known at the moment, the newest first?
MATCH (a:Account)<-[:KEY_PERSON_OF]-(p:Person {id: $person_id})<-[:ABOUT]-(s:Assessment)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND s.observedOn <= $as_of
  AND s.recordedAt <= coalesce($known_at, datetime())
  AND ($before_day IS NULL OR s.observedOn < $before_day OR (s.observedOn = $before_day AND s.id > $after_id))
WITH a, p, s, coalesce($known_at, datetime()) AS known_at ORDER BY s.observedOn DESC, s.id LIMIT $limit
OPTIONAL MATCH (u:User)-[:STATED]->(s)
WHERE $team IS NULL OR a.id IN $team
OPTIONAL MATCH (s)-[:ON]->(project:Project)<-[:RUNS]-(at:Account)
WHERE $reach IS NULL OR at.id IN $reach
OPTIONAL MATCH (s)-[:TOWARDS]->(v:Vendor)
OPTIONAL MATCH (s)<-[:SUPERSEDES]-(later:Assessment)
WHERE later.recordedAt <= known_at AND (later.withdrawnAt IS NULL OR later.withdrawnAt > known_at)
OPTIONAL MATCH (s)-[:SUPERSEDES]->(earlier:Assessment)
RETURN
  s.id AS id, p.id AS person_id, u.id AS user_id, s.observedOn AS observed_on, s.closeness AS closeness,
  s.solutionAcceptance AS solution_acceptance, s.priceAcceptance AS price_acceptance, s.confidence AS confidence,
  s.source AS source, project.id AS project_id, v.id AS vendor_id,
  CASE WHEN $team IS NULL OR a.id IN $team THEN s.note END AS note, s.recordedAt AS recorded_at, u.name AS user_name,
  earlier.id AS supersedes, later.id AS superseded_by,
  CASE WHEN s.withdrawnAt <= known_at THEN s.withdrawnAt END AS withdrawn_at,
  CASE WHEN s.withdrawnAt <= known_at AND ($team IS NULL OR a.id IN $team) THEN s.withdrawalReason END
    AS withdrawal_reason,
  NOT ($team IS NULL OR a.id IN $team) AS withheld
ORDER BY observed_on DESC, id
