// Begin a write, or learn what it answered when it was done before; another that has the same key waits here.
MERGE (r:Receipt {id: $id})
ON CREATE SET r.fingerprint = $fingerprint, r.doneAt = datetime(), r.expiresAt = $expires_at
WITH r, $reach IS NULL OR all(id IN coalesce(r.accountIds, []) WHERE id IN $reach) AS seen
RETURN r.fingerprint AS fingerprint, r.answer IS NOT NULL AS done, CASE WHEN seen THEN r.answer END AS answer
