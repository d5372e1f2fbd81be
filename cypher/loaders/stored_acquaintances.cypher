// What is stored of these acquaintances of ours, or of all those with the account's people?
CALL () {
  UNWIND $keys AS key
  MATCH (u:User {id: key.user_id})-[k:KNOWS]->(p:Person {id: key.person_id})-[:KEY_PERSON_OF]->(a:Account)
  RETURN u, k, p, a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (u:User)-[k:KNOWS]->(p:Person)-[:KEY_PERSON_OF]->(a:Account {id: account_id})
  RETURN u, k, p, a
}
WITH u, k, p, a, u.id + '\u0001' + p.id AS position
WHERE ($reach IS NULL OR a.id IN $reach) AND position > coalesce($after, '')
  AND ($on IS NULL OR EXISTS {
    MATCH (p)-[w:WORKS_IN]->()
    WHERE coalesce(w.from, $on.day) <= $on.day AND coalesce(w.to, $on.day) >= $on.day
  })
ORDER BY position LIMIT $limit
RETURN position, {user_id: u.id, person_id: p.id, strength: k.strength} AS row, [a.id] AS account_ids
ORDER BY position
