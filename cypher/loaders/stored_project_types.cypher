// What is stored of these project types, or of all of them?
CALL () {
  UNWIND $keys AS key
  MATCH (t:ProjectType {id: key.id})
  RETURN t
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL AND account_id IS NULL
  MATCH (t:ProjectType)
  RETURN t
}
WITH t WHERE t.id > coalesce($after, '')
ORDER BY t.id LIMIT $limit
RETURN t.id AS position, {id: t.id, name: t.name} AS row, [] AS account_ids
ORDER BY position
