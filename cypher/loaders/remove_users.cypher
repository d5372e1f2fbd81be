// Remove this one of ours, their tokens, and the team that nobody else is in, unless others refer to them: what does?
MATCH (u:User {id: $key.id})
// Locked first, so that nothing comes to refer to it meanwhile.
SET u.id = u.id
WITH u, [it IN [
  {kind: 'users who report to them', count: COUNT { (u)<-[:REPORTS_TO]-(:User) }},
  {kind: 'accounts served', count: COUNT { MATCH (u)-[:SERVES]->(a:Account) RETURN DISTINCT a }},
  {kind: 'acquaintances', count: COUNT { (u)-[:KNOWS]->(:Person) }},
  {kind: 'assessments', count: COUNT { MATCH (u)--(s:Assessment) RETURN DISTINCT s }},
  {kind: 'interactions', count: COUNT { (u)-[:TOOK_PART_IN]->(:Interaction) }},
  {kind: 'opportunities', count: COUNT { (u)-[:OWNS]->(:Opportunity) }},
  {kind: 'refused proposals', count: COUNT { (u)-[:REFUSED]->(:Refusal) }}
] WHERE it.count > 0] AS referring
CALL (u, referring) {
  WITH u WHERE referring = []
  OPTIONAL MATCH (u)-[:MEMBER_OF]->(team:Team)
  WHERE COUNT { (team)<-[:MEMBER_OF]-() } = 1
  OPTIONAL MATCH (u)-[own:MEMBER_OF|REPORTS_TO|VISITED]->()
  OPTIONAL MATCH (token:Token {userId: u.id})
  DELETE own, u, team, token
}
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
