// Let nobody else edit these accounts until the transaction ends.
MATCH (a:Account)
WHERE a.id IN $account_ids
WITH a ORDER BY a.id
SET a.editedAt = datetime()
