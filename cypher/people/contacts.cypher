// Who of ours knows, or has met by the day, a key person of these accounts?
UNWIND $account_ids AS account_id
MATCH (:Account {id: account_id})<-[:KEY_PERSON_OF]-(p:Person)
CALL (p) {
  MATCH (u:User)-[k:KNOWS]->(p)
  RETURN u, k.strength AS strength
  UNION
  MATCH (u:User)-[:TOOK_PART_IN]->(i:Interaction)<-[:TOOK_PART_IN]-(p)
  WHERE date(i.at) <= $as_of
  RETURN DISTINCT u, NULL AS strength
}
RETURN p.id AS person_id, u.id AS user_id, u.name AS user_name, max(strength) AS strength
