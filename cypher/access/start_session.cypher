// Turn a one-time link into a session, once: whoever follows it at the same moment waits, and finds it used.
MATCH (t:Token {hash: $link_hash})
// Locked first, so that what follows reads what another has made of it.
SET t.id = t.id
WITH t WHERE t.kind = 'link' AND t.expiresAt > datetime()
SET t.kind = 'session', t.hash = $hash, t.createdAt = datetime(), t.expiresAt = $expires_at
RETURN t.id AS id
