// Who stands closer to a competitor than to us?
// The latest closeness that anybody stated, towards each.
MATCH (v:Vendor {isUs: false})<-[:TOWARDS]-(s:Assessment)-[:ABOUT]->(p:Person)
WHERE s.closeness IS NOT NULL
WITH p, v, s ORDER BY s.observedOn DESC
WITH p, v, head(collect(s)) AS them
CALL (p) {
  OPTIONAL MATCH (s:Assessment)-[:ABOUT]->(p)
  WHERE s.closeness IS NOT NULL AND NOT EXISTS { (s)-[:TOWARDS]->(:Vendor {isUs: false}) }
  RETURN s AS us ORDER BY s.observedOn DESC LIMIT 1
}
WITH p, v, them, us
WHERE us IS NULL OR us.closeness < them.closeness
RETURN
  p.name AS person,
  v.name AS competitor,
  them.closeness AS `closeness to them`,
  us.closeness AS `closeness to us`,
  them.observedOn AS `seen on`
ORDER BY `closeness to them` - coalesce(`closeness to us`, 0) DESC, person
