// Remove this person with where they work and the limits of their powers, unless others refer to them: what does?
MATCH (p:Person {id: $key.id})
// Locked first, so that nothing comes to refer to it meanwhile.
SET p.id = p.id
WITH p, [it IN [
  {kind: 'people who report to them', count: COUNT {
    MATCH (p)<-[:REPORTS_TO]-(other:Person)
    WHERE $reach IS NULL OR EXISTS { MATCH (other)-[:KEY_PERSON_OF]->(a:Account) WHERE a.id IN $reach }
  }},
  {kind: 'ties', count: COUNT {
    MATCH (p)-[:INFLUENCES|CONFLICTS_WITH|KNOWS]-(other:Person)
    WHERE $reach IS NULL OR EXISTS { MATCH (other)-[:KEY_PERSON_OF]->(a:Account) WHERE a.id IN $reach }
  }},
  {kind: 'projects', count: COUNT {
    MATCH (p)-[:PARTICIPATES_IN]->(project:Project)
    WHERE $reach IS NULL OR EXISTS { MATCH (project)<-[:RUNS]-(a:Account) WHERE a.id IN $reach }
  }},
  {kind: 'acquaintances', count: COUNT { (p)<-[:KNOWS]-(:User) }},
  {kind: 'assessments', count: COUNT { (p)<-[:ABOUT]-(:Assessment) }},
  {kind: 'interactions', count: COUNT {
    MATCH (p)-[:TOOK_PART_IN]->(i:Interaction)
    WHERE $reach IS NULL OR NOT EXISTS {
      MATCH (i)<-[:TOOK_PART_IN]-(:Person)-[:KEY_PERSON_OF]->(a:Account) WHERE NOT a.id IN $reach
    }
  }}
] WHERE it.count > 0] AS seen
// What the asker may not see is not counted, but it keeps the person, too.
WITH p, CASE
  WHEN seen = []
    AND (EXISTS { (p)<-[:REPORTS_TO]-() }
      OR EXISTS { (p)-[:INFLUENCES|CONFLICTS_WITH|KNOWS|PARTICIPATES_IN|ABOUT|TOOK_PART_IN]-() })
    THEN [{kind: 'something that you may not see', count: 1}]
  ELSE seen
END AS referring
CALL (p, referring) {
  WITH p WHERE referring = []
  OPTIONAL MATCH (p)-[own:KEY_PERSON_OF|WORKS_IN|REPORTS_TO|VETO_LIMITED_TO|APPROVAL_LIMITED_TO]->()
  DELETE own, p
}
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
