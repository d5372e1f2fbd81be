// What is stored of these of our people, or of all of them?
CALL () {
  UNWIND $keys AS key
  MATCH (u:User {id: key.id})
  RETURN u
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL AND account_id IS NULL
  MATCH (u:User)
  RETURN u
}
WITH u
WHERE ($users IS NULL OR u.id IN $users) AND u.id > coalesce($after, '')
ORDER BY u.id LIMIT $limit
RETURN
  u.id AS position,
  {
    id: u.id, name: u.name, email: u.email, role: u.role,
    team: head(COLLECT { MATCH (u)-[:MEMBER_OF]->(t:Team) RETURN t.name }),
    manager_id: head(COLLECT { MATCH (u)-[:REPORTS_TO]->(manager:User) RETURN manager.id }),
    quota: u.quota, currency: u.currency
  } AS row,
  [] AS account_ids
ORDER BY position
