// What has been stated about this person, by the day and as known at the moment, the newest first?
MATCH (p:Person {id: $person_id})<-[:ABOUT]-(s:Assessment)
WHERE s.observedOn <= $as_of
  AND s.recordedAt <= coalesce($known_at, datetime())
  AND ($before_day IS NULL OR s.observedOn < $before_day OR (s.observedOn = $before_day AND s.id > $after_id))
WITH p, s ORDER BY s.observedOn DESC, s.id LIMIT $limit
OPTIONAL MATCH (u:User)-[:STATED]->(s)
OPTIONAL MATCH (s)-[:ON]->(project:Project)
OPTIONAL MATCH (s)-[:TOWARDS]->(v:Vendor)
RETURN
  s.id AS id, p.id AS person_id, u.id AS user_id, s.observedOn AS observed_on, s.closeness AS closeness,
  s.solutionAcceptance AS solution_acceptance, s.priceAcceptance AS price_acceptance, s.confidence AS confidence,
  s.source AS source, project.id AS project_id, v.id AS vendor_id, s.note AS note, s.recordedAt AS recorded_at,
  u.name AS user_name
ORDER BY observed_on DESC, id
