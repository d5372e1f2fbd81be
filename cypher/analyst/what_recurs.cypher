// What recurs: which types of project does each account run, when, and how many days apart?
// A type is wanted when an offering of ours fits it.
MATCH (a:Account)-[:RUNS]->(p:Project)-[:OF_TYPE]->(t:ProjectType)
WHERE p.startedOn <= date()
WITH a, t, p ORDER BY p.startedOn
WITH a, t, collect(p.startedOn) AS starts
RETURN
  a.name AS account,
  t.name AS `project type`,
  EXISTS { (:Offering)-[:FITS]->(t) } AS wanted,
  size(starts) AS times,
  reduce(text = '', day IN starts | text + CASE text WHEN '' THEN '' ELSE ', ' END + toString(day)) AS `started on`,
  [i IN range(1, size(starts) - 1) | duration.inDays(starts[i - 1], starts[i]).days] AS `days apart`
ORDER BY account, wanted DESC, times DESC, `project type`
