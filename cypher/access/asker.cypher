// Whom does this token act for, in which role, and which accounts do they and those whom they manage serve today?
MATCH (t:Token {hash: $hash})
WHERE t.kind = $kind AND t.expiresAt > datetime()
OPTIONAL MATCH (u:User {id: t.userId})
WITH t, u, coalesce(t.role, u.role, CASE WHEN u IS NOT NULL THEN 'rep' END) AS role
WHERE role IS NOT NULL
CALL (u, role) {
  WITH u, role WHERE role <> 'manager'
  RETURN u AS ours
  UNION
  WITH u, role WHERE role = 'manager'
  MATCH (u)<-[:REPORTS_TO]-*(ours:User)
  RETURN ours
}
WITH t, u, role, collect(ours) AS ours
RETURN
  t.id AS token_id, u.id AS user_id, u.name AS user_name, role, t.role AS token_role, coalesce(t.readOnly, false) AS read_only,
  t.accountIds AS account_ids, t.lastUsedAt AS last_used_at,
  [one IN ours | one.id] AS users,
  COLLECT {
    UNWIND ours AS one
    MATCH (one)-[s:SERVES]->(a:Account)
    WHERE (s.from IS NULL OR s.from <= $today) AND (s.to IS NULL OR s.to >= $today)
    RETURN DISTINCT a.id
  } AS served
