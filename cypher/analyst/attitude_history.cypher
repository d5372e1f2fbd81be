// How did everybody's attitude change, and who said so?
MATCH (s:Assessment)-[:ABOUT]->(p:Person)-[:KEY_PERSON_OF]->(a:Account)
OPTIONAL MATCH (u:User)-[:STATED]->(s)
OPTIONAL MATCH (s)-[:TOWARDS]->(v:Vendor)
RETURN
  a.name AS account,
  p.name AS person,
  s.observedOn AS `seen on`,
  s.closeness AS closeness,
  s.solutionAcceptance AS `solution acceptance`,
  s.priceAcceptance AS `price acceptance`,
  coalesce(v.name, 'us') AS towards,
  u.name AS `by`,
  s.source AS source,
  s.note AS note
ORDER BY account, person, `seen on`
