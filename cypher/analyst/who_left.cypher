// Who has left, and what did they take part in?
MATCH (a:Account)<-[:KEY_PERSON_OF]-(p:Person)-[w:WORKS_IN]->(place)
WHERE w.to < date()
OPTIONAL MATCH (p)-[:PARTICIPATES_IN]->(x:Project)
RETURN
  a.name AS account,
  p.name AS person,
  w.title AS title,
  place.name AS department,
  w.to AS `left on`,
  collect(x.name) AS `took part in`
ORDER BY `left on` DESC
