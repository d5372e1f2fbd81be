// What do the assessments with these ids say?
UNWIND $ids AS id
MATCH (s:Assessment {id: id})-[:ABOUT]->(p:Person)-[:KEY_PERSON_OF]->(a:Account)
WHERE $reach IS NULL OR a.id IN $reach
OPTIONAL MATCH (u:User)-[:STATED]->(s)
OPTIONAL MATCH (s)-[:ON]->(project:Project)<-[:RUNS]-(at:Account)
WHERE $reach IS NULL OR at.id IN $reach
OPTIONAL MATCH (s)-[:TOWARDS]->(v:Vendor)
RETURN
  s.id AS id, p.id AS person_id, u.id AS user_id, s.observedOn AS observed_on, s.closeness AS closeness,
  s.solutionAcceptance AS solution_acceptance, s.priceAcceptance AS price_acceptance, s.confidence AS confidence,
  s.source AS source, project.id AS project_id, v.id AS vendor_id, s.note AS note, s.recordedAt AS recorded_at
