// End every session of this user (null: those that act for nobody in particular).
MATCH (t:Token)
WHERE t.kind = 'session' AND (t.userId = $user_id OR (t.userId IS NULL AND $user_id IS NULL))
DELETE t
RETURN count(t) AS deleted
