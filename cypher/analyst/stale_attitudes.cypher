// Which attitudes rest on statements older than 720 days?
// Such a person counts as unknown in the cautious and the hopeful figure: ask again.
MATCH (s:Assessment)-[:ABOUT]->(p:Person)-[:KEY_PERSON_OF]->(a:Account)
WHERE NOT EXISTS { (s)-[:TOWARDS]->(:Vendor {isUs: false}) }
WITH a, p, max(s.observedOn) AS newest
WHERE newest < date() - duration({days: 720})
OPTIONAL MATCH (u:User)-[:STATED]->(:Assessment {observedOn: newest})-[:ABOUT]->(p)
RETURN
  a.name AS account,
  p.name AS person,
  newest AS `last seen on`,
  duration.inDays(newest, date()).days AS `days ago`,
  collect(DISTINCT u.name) AS `by`
ORDER BY `days ago` DESC
