// Who of ours has this id?
MATCH (u:User {id: $user_id})
RETURN
  u.id AS id, u.name AS name, CASE WHEN $users IS NULL OR u.id IN $users THEN u.quota END AS quota,
  u.currency AS currency
