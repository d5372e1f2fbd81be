// With whom has none of us spoken in the last 60 days?
MATCH (a:Account)<-[:KEY_PERSON_OF]-(p:Person)-[w:WORKS_IN]->()
WHERE w.to IS NULL OR w.to >= date()
OPTIONAL MATCH (p)-[:TOOK_PART_IN]->(i:Interaction)<-[:TOOK_PART_IN]-(:User)
WITH a, p, w, date(max(i.at)) AS last
WHERE last IS NULL OR last < date() - duration({days: 60})
RETURN
  a.name AS account,
  p.name AS person,
  w.title AS title,
  last AS `last spoken to on`,
  duration.inDays(last, date()).days AS `days ago`
ORDER BY account, last IS NULL DESC, last, person
