// Of whom was something stated after one day and up to another, soon after a dated contact with them?
// With the contributor; where nobody signed the statement, with anybody of ours.
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:KEY_PERSON_OF]-(p:Person)<-[:ABOUT]-(s:Assessment)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND s.observedOn > $after AND s.observedOn <= $as_of
  AND s.recordedAt <= coalesce($known_at, datetime())
  AND (s.withdrawnAt IS NULL OR s.withdrawnAt > coalesce($known_at, datetime()))
  AND NOT EXISTS {
    MATCH (s)<-[:SUPERSEDES]-(later:Assessment)
    WHERE later.recordedAt <= coalesce($known_at, datetime())
      AND (later.withdrawnAt IS NULL OR later.withdrawnAt > coalesce($known_at, datetime()))
  }
  AND NOT EXISTS { MATCH (s)-[:TOWARDS]->(v:Vendor) WHERE NOT v.isUs }
OPTIONAL MATCH (by:User)-[:STATED]->(s)
WITH p, s, by
WHERE EXISTS {
  MATCH (u:User)-[:TOOK_PART_IN]->(i:Interaction)<-[:TOOK_PART_IN]-(p)
  WHERE (by IS NULL OR u = by)
    AND date(i.at) <= s.observedOn AND date(i.at) >= s.observedOn - duration({days: $evidence_days})
    // A contact that also others took part in is seen where they all are.
    AND ($reach IS NULL OR NOT EXISTS {
      MATCH (i)<-[:TOOK_PART_IN]-(:Person)-[:KEY_PERSON_OF]->(at:Account) WHERE NOT at.id IN $reach
    })
}
RETURN
  p.id AS person_id, count(s.closeness) > 0 AS closeness, count(s.solutionAcceptance) > 0 AS solution_acceptance,
  count(s.priceAcceptance) > 0 AS price_acceptance
