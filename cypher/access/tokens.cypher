// Which tokens act for this user, or for anybody?
MATCH (t:Token)
WHERE t.kind IN $kinds
  AND t.expiresAt > datetime()
  AND ($everybody OR t.userId = $user_id)
  AND ($after IS NULL OR t.id > $after)
RETURN
  t.id AS id, t.kind AS kind, t.userId AS user_id, t.role AS role, t.name AS name,
  coalesce(t.readOnly, false) AS read_only, t.accountIds AS account_ids, t.createdAt AS created_at,
  t.expiresAt AS expires_at, t.lastUsedAt AS last_used_at
ORDER BY id LIMIT $limit
