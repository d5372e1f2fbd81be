// Who took part in earlier projects that we want more of, and still works there?
// They are the committee to expect next time.
MATCH (p:Person)-[part:PARTICIPATES_IN]->(x:Project)-[:OF_TYPE]->(t:ProjectType)
WHERE x.startedOn <= date() AND EXISTS { (:Offering)-[:FITS]->(t) }
MATCH (p)-[w:WORKS_IN]->()
WHERE w.to IS NULL OR w.to >= date()
MATCH (a:Account)-[:RUNS]->(x)
RETURN
  a.name AS account,
  t.name AS `project type`,
  p.name AS person,
  w.title AS title,
  head([label IN labels(p) WHERE label IN ['Positive', 'Neutral', 'Negative', 'Unknown']]) AS stance,
  coalesce(p.veto, false) AS veto,
  collect(DISTINCT part.buyingRole) AS roles,
  count(x) AS times,
  max(x.startedOn) AS `last time`
ORDER BY account, `project type`, times DESC, veto DESC, person
