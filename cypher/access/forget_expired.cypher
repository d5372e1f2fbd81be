// Forget some tokens and receipts that are past their time.
CALL () {
  MATCH (t:Token) WHERE t.expiresAt < datetime()
  RETURN t AS past LIMIT 1000
  UNION
  MATCH (r:Receipt) WHERE r.expiresAt < datetime()
  RETURN r AS past LIMIT 1000
}
DELETE past
RETURN count(past) AS deleted
