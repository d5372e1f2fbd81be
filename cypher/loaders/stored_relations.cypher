// What is stored of these ties, or of all those of the account's people?
CALL () {
  UNWIND $keys AS key
  MATCH (:Person {id: key.from_person_id})-[r:INFLUENCES|CONFLICTS_WITH|KNOWS]->(:Person {id: key.to_person_id})
  WHERE toLower(type(r)) = key.kind
  RETURN r
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (:Account {id: account_id})<-[:KEY_PERSON_OF]-(:Person)-[r:INFLUENCES|CONFLICTS_WITH|KNOWS]-(:Person)
  RETURN r
}
WITH r, startNode(r) AS p, endNode(r) AS other, toLower(type(r)) AS kind
MATCH (p)-[:KEY_PERSON_OF]->(a:Account)
MATCH (other)-[:KEY_PERSON_OF]->(b:Account)
WITH r, p, other, kind, a, b, p.id + '\u0001' + other.id + '\u0001' + kind AS position
WHERE ($reach IS NULL OR (a.id IN $reach AND b.id IN $reach)) AND position > coalesce($after, '')
  AND ($on IS NULL OR all(x IN [p, other] WHERE EXISTS {
    MATCH (x)-[w:WORKS_IN]->()
    WHERE coalesce(w.from, $on.day) <= $on.day AND coalesce(w.to, $on.day) >= $on.day
  }))
ORDER BY position LIMIT $limit
RETURN
  position,
  {from_person_id: p.id, to_person_id: other.id, kind: kind, strength: r.strength} AS row,
  CASE b WHEN a THEN [a.id] ELSE [a.id, b.id] END AS account_ids
ORDER BY position
