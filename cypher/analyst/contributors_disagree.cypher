// Where do two of us disagree about somebody by more than 20 points?
// The latest statement of each contributor of the last year, on each attitude towards us.
MATCH (u:User)-[:STATED]->(s:Assessment)-[:ABOUT]->(p:Person)
WHERE s.observedOn >= date() - duration({days: 365})
  AND NOT EXISTS { (s)-[:TOWARDS]->(:Vendor {isUs: false}) }
UNWIND [
  ['closeness', s.closeness],
  ['solution acceptance', s.solutionAcceptance],
  ['price acceptance', s.priceAcceptance]
] AS statement
WITH u, p, s, statement[0] AS attitude, statement[1] AS score
WHERE score IS NOT NULL
WITH u, p, s, attitude, score ORDER BY s.observedOn DESC, s.recordedAt DESC
WITH p, attitude, u, head(collect({score: score, day: s.observedOn})) AS latest
WITH p, attitude, u, latest ORDER BY latest.score DESC
WITH p, attitude, collect({by: u.name, score: latest.score, day: latest.day}) AS views
WITH p, attitude, views[0] AS high, views[-1] AS low
WHERE high.score - low.score > 20
RETURN
  p.name AS person,
  attitude,
  high.score - low.score AS apart,
  high.by AS `who says more`,
  high.score AS more,
  high.day AS `seen on (more)`,
  low.by AS `who says less`,
  low.score AS less,
  low.day AS `seen on (less)`
ORDER BY apart DESC, person, attitude
