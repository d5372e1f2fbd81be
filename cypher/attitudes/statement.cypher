// What does the assessment with this id say, as known at the moment?
MATCH (s:Assessment {id: $assessment_id})-[:ABOUT]->(p:Person)-[:KEY_PERSON_OF]->(a:Account)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND ($as_of IS NULL OR s.observedOn <= $as_of)
  AND ($known_at IS NULL OR s.recordedAt <= $known_at)
OPTIONAL MATCH (u:User)-[:STATED]->(s)
WHERE $team IS NULL OR a.id IN $team
OPTIONAL MATCH (s)-[:ON]->(project:Project)<-[:RUNS]-(at:Account)
WHERE $reach IS NULL OR at.id IN $reach
OPTIONAL MATCH (s)-[:TOWARDS]->(v:Vendor)
OPTIONAL MATCH (s)<-[:SUPERSEDES]-(later:Assessment)
WHERE ($known_at IS NULL OR later.recordedAt <= $known_at)
  AND (later.withdrawnAt IS NULL OR later.withdrawnAt > $known_at)
OPTIONAL MATCH (s)-[:SUPERSEDES]->(earlier:Assessment)
RETURN
  s.id AS id, p.id AS person_id, u.id AS user_id, s.observedOn AS observed_on, s.closeness AS closeness,
  s.solutionAcceptance AS solution_acceptance, s.priceAcceptance AS price_acceptance, s.confidence AS confidence,
  s.source AS source, project.id AS project_id, v.id AS vendor_id,
  CASE WHEN $team IS NULL OR a.id IN $team THEN s.note END AS note, s.recordedAt AS recorded_at, u.name AS user_name,
  earlier.id AS supersedes, later.id AS superseded_by,
  CASE WHEN $known_at IS NULL OR s.withdrawnAt <= $known_at THEN s.withdrawnAt END AS withdrawn_at,
  CASE
    WHEN ($known_at IS NULL OR s.withdrawnAt <= $known_at) AND ($team IS NULL OR a.id IN $team) THEN s.withdrawalReason
  END AS withdrawal_reason,
  NOT ($team IS NULL OR a.id IN $team) AS withheld
