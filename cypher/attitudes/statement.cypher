// What does the assessment with this id say?
MATCH (s:Assessment {id: $assessment_id})-[:ABOUT]->(p:Person)
OPTIONAL MATCH (u:User)-[:STATED]->(s)
OPTIONAL MATCH (s)-[:ON]->(project:Project)
OPTIONAL MATCH (s)-[:TOWARDS]->(v:Vendor)
RETURN
  s.id AS id, p.id AS person_id, u.id AS user_id, s.observedOn AS observed_on, s.closeness AS closeness,
  s.solutionAcceptance AS solution_acceptance, s.priceAcceptance AS price_acceptance, s.confidence AS confidence,
  s.source AS source, project.id AS project_id, v.id AS vendor_id, s.note AS note, s.recordedAt AS recorded_at,
  u.name AS user_name
