// What do we not know about the people who work there now?
// Attitudes nobody has ever stated, powers nobody has asked about, and seats without a name.
MATCH (a:Account)<-[:KEY_PERSON_OF]-(p:Person)-[w:WORKS_IN]->()
WHERE w.to IS NULL OR w.to >= date()
OPTIONAL MATCH (s:Assessment)-[:ABOUT]->(p)
WHERE NOT EXISTS { (s)-[:TOWARDS]->(:Vendor {isUs: false}) }
WITH
  a, p, w,
  count(s.closeness) AS closeness,
  count(s.solutionAcceptance) AS solution,
  count(s.priceAcceptance) AS price
WITH
  a, p, w,
  CASE closeness WHEN 0 THEN ['closeness'] ELSE [] END
  + CASE solution WHEN 0 THEN ['solution acceptance'] ELSE [] END
  + CASE price WHEN 0 THEN ['price acceptance'] ELSE [] END
  + CASE WHEN p.veto IS NULL THEN ['veto'] ELSE [] END
  + CASE WHEN p.approve IS NULL THEN ['approval'] ELSE [] END
  + CASE p.placeholder WHEN true THEN ['name'] ELSE [] END AS unknown
WHERE unknown <> []
RETURN a.name AS account, p.name AS person, w.title AS title, unknown, size(unknown) AS gaps
ORDER BY gaps DESC, account, person
