// Whom has none of us ever assessed?
// With their place, and with whoever could introduce us.
MATCH place = (p:Person)-[w:WORKS_IN]->()
WHERE (w.to IS NULL OR w.to >= date()) AND NOT EXISTS { (:Assessment)-[:ABOUT]->(p) }
OPTIONAL MATCH line = (p)-[:REPORTS_TO]-(:Person)
OPTIONAL MATCH tie = (p)-[:KNOWS]-()
RETURN place, line, tie
