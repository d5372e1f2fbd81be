// What is stored of who serves which account in these times, or of all who serve the account?
CALL () {
  UNWIND $keys AS key
  MATCH (u:User {id: key.user_id})-[s:SERVES {role: key.role}]->(a:Account {id: key.account_id})
  WHERE s.from = key.from OR (s.from IS NULL AND key.from IS NULL)
  RETURN u, s, a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (u:User)-[s:SERVES]->(a:Account {id: account_id})
  RETURN u, s, a
}
WITH u, s, a, u.id + '\u0001' + a.id + '\u0001' + s.role + '\u0001' + coalesce(toString(s.from), '') AS position
WHERE ($reach IS NULL OR a.id IN $reach) AND position > coalesce($after, '')
  AND ($on IS NULL OR (coalesce(s.from, $on.day) <= $on.day AND coalesce(s.to, $on.day) >= $on.day))
ORDER BY position LIMIT $limit
RETURN
  position,
  {user_id: u.id, account_id: a.id, role: s.role, from: s.from, to: s.to} AS row,
  [a.id] AS account_ids
ORDER BY position
