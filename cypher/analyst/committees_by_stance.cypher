// How many of each open opportunity's committee are for us, neutral, against us, or unknown?
MATCH (o:Opportunity)-[:AIMS_AT]->(:Project)<-[:PARTICIPATES_IN]-(p:Person)
WHERE o.outcome IS NULL
RETURN
  o.name AS opportunity,
  o.amount AS amount,
  o.probability AS probability,
  count(CASE WHEN p:Positive THEN 1 END) AS positive,
  count(CASE WHEN p:Neutral THEN 1 END) AS neutral,
  count(CASE WHEN p:Negative THEN 1 END) AS negative,
  count(CASE WHEN p:Unknown THEN 1 END) AS unknown,
  collect(CASE WHEN NOT p:Positive THEN p.name END) AS `not yet won over`
ORDER BY amount DESC
