// Remove this project, unless others refer to it: what does?
MATCH (p:Project {id: $key.id})
// Locked first, so that nothing comes to refer to it meanwhile.
SET p.id = p.id
WITH p, [it IN [
  {kind: 'people', count: COUNT {
    MATCH (p)<-[:PARTICIPATES_IN]-(other:Person)
    WHERE $reach IS NULL OR EXISTS { MATCH (other)-[:KEY_PERSON_OF]->(a:Account) WHERE a.id IN $reach }
  }},
  {kind: 'assessments', count: COUNT {
    MATCH (p)<-[:ON]-(s:Assessment)
    WHERE $reach IS NULL OR EXISTS { MATCH (s)-[:ABOUT]->(:Person)-[:KEY_PERSON_OF]->(a:Account) WHERE a.id IN $reach }
  }},
  {kind: 'opportunities', count: COUNT {
    MATCH (p)<-[:AIMS_AT]-(o:Opportunity)
    WHERE $reach IS NULL OR EXISTS { MATCH (o)-[:AT]->(a:Account) WHERE a.id IN $reach }
  }}
] WHERE it.count > 0] AS seen
// What the asker may not see is not counted, but it keeps the project, too.
WITH p, CASE
  WHEN seen = [] AND EXISTS { (p)<-[:PARTICIPATES_IN|ON|AIMS_AT]-() }
    THEN [{kind: 'something that you may not see', count: 1}]
  ELSE seen
END AS referring
CALL (p, referring) {
  WITH p WHERE referring = []
  OPTIONAL MATCH (p)-[own:RUNS|OF_TYPE|WENT_TO]-()
  DELETE own, p
}
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
