// Forget this token, if it acts for this user or for anybody.
MATCH (t:Token {id: $id})
WHERE $everybody OR t.userId = $user_id
DELETE t
RETURN count(t) AS deleted
