// Remove this account, and who served it, unless others refer to it: what does?
MATCH (a:Account {id: $key.id})
// Locked first, so that nothing comes to refer to it meanwhile.
SET a.id = a.id
WITH a, [it IN [
  {kind: 'spend figures', count: COUNT { (a)-[:EXPECTS_TO_SPEND]->(:Spend) }},
  {kind: 'departments', count: COUNT { (a)<-[:PART_OF]-(:Department) }},
  {kind: 'people', count: COUNT { MATCH (a)<-[:KEY_PERSON_OF|WORKS_IN]-(p:Person) RETURN DISTINCT p }},
  {kind: 'projects', count: COUNT { (a)-[:RUNS]->(:Project) }},
  {kind: 'opportunities', count: COUNT { (a)<-[:AT]-(:Opportunity) }},
  {kind: 'refused proposals', count: COUNT { (a)<-[:AT]-(:Refusal) }}
] WHERE it.count > 0] AS referring
CALL (a, referring) {
  WITH a WHERE referring = []
  OPTIONAL MATCH (a)<-[own:SERVES|VISITED]-(:User)
  DELETE own, a
}
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
