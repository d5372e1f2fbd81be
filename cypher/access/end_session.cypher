// End this session.
MATCH (t:Token {hash: $hash})
WHERE t.kind = 'session'
DELETE t
RETURN count(t) AS deleted
