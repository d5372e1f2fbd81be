// Of whom was something stated after one day and up to another, by contributors who had met them shortly before?
// An attitude is evidenced if each of those who stated it has met the person; where nobody signed, anybody of ours.
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:KEY_PERSON_OF]-(p:Person)<-[:ABOUT]-(s:Assessment)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND s.observedOn > $after AND s.observedOn <= $as_of
  AND coalesce(s.confidence, 1) > 0
  AND s.recordedAt <= coalesce($known_at, datetime())
  AND (s.withdrawnAt IS NULL OR s.withdrawnAt > coalesce($known_at, datetime()))
  AND NOT EXISTS {
    MATCH (s)<-[:SUPERSEDES]-(later:Assessment)
    WHERE later.recordedAt <= coalesce($known_at, datetime())
      AND (later.withdrawnAt IS NULL OR later.withdrawnAt > coalesce($known_at, datetime()))
  }
  AND NOT EXISTS { MATCH (s)-[:TOWARDS]->(v:Vendor) WHERE NOT v.isUs }
OPTIONAL MATCH (by:User)-[:STATED]->(s)
WITH p, s, by, EXISTS {
  MATCH (u:User)-[:TOOK_PART_IN]->(i:Interaction)<-[:TOOK_PART_IN]-(p)
  WHERE (by IS NULL OR u = by)
    AND date(i.at) <= s.observedOn AND date(i.at) >= s.observedOn - duration({days: $evidence_days})
    // A contact that also others took part in is seen where they all are.
    AND ($reach IS NULL OR NOT EXISTS {
      MATCH (i)<-[:TOOK_PART_IN]-(:Person)-[:KEY_PERSON_OF]->(at:Account) WHERE NOT at.id IN $reach
    })
} AS met
WITH
  p, by,
  count(s.closeness) > 0 AS closeness, count(CASE WHEN met THEN s.closeness END) > 0 AS met_closeness,
  count(s.solutionAcceptance) > 0 AS solution, count(CASE WHEN met THEN s.solutionAcceptance END) > 0 AS met_solution,
  count(s.priceAcceptance) > 0 AS price, count(CASE WHEN met THEN s.priceAcceptance END) > 0 AS met_price
WITH
  p,
  [it IN collect({said: closeness, met: met_closeness}) WHERE it.said | it.met] AS closeness,
  [it IN collect({said: solution, met: met_solution}) WHERE it.said | it.met] AS solution,
  [it IN collect({said: price, met: met_price}) WHERE it.said | it.met] AS price
RETURN
  p.id AS person_id,
  size(closeness) > 0 AND all(it IN closeness WHERE it) AS closeness,
  size(solution) > 0 AND all(it IN solution WHERE it) AS solution_acceptance,
  size(price) > 0 AND all(it IN price WHERE it) AS price_acceptance
