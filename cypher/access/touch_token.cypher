// Note that this token was used.
MATCH (t:Token {id: $id})
SET t.lastUsedAt = datetime()
