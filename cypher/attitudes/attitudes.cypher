// What has been stated, by the day and as known at the moment, about key people's attitudes towards us?
UNWIND $account_ids AS account_id
MATCH (:Account {id: account_id})<-[:KEY_PERSON_OF]-(p:Person)<-[:ABOUT]-(s:Assessment)
WHERE ($reach IS NULL OR account_id IN $reach)
  AND s.observedOn <= $as_of
  AND s.recordedAt <= coalesce($known_at, datetime())
  AND (s.withdrawnAt IS NULL OR s.withdrawnAt > coalesce($known_at, datetime()))
  AND NOT EXISTS {
    MATCH (s)<-[:SUPERSEDES]-(later:Assessment)
    WHERE later.recordedAt <= coalesce($known_at, datetime())
      AND (later.withdrawnAt IS NULL OR later.withdrawnAt > coalesce($known_at, datetime()))
  }
  AND NOT EXISTS { MATCH (s)-[:TOWARDS]->(v:Vendor) WHERE NOT v.isUs }
RETURN
  p.id AS person_id, head([(u:User)-[:STATED]->(s) | u.id]) AS user_id, NULL AS vendor_id,
  duration.inDays(s.observedOn, $as_of).days AS age_days,
  s.closeness AS closeness, s.solutionAcceptance AS solution_acceptance, s.priceAcceptance AS price_acceptance,
  s.confidence AS confidence, s.source AS source
