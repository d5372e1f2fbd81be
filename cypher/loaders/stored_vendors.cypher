// What is stored of these vendors, or of all of them?
CALL () {
  UNWIND $keys AS key
  MATCH (v:Vendor {id: key.id})
  RETURN v
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL AND account_id IS NULL
  MATCH (v:Vendor)
  RETURN v
}
WITH v WHERE v.id > coalesce($after, '')
ORDER BY v.id LIMIT $limit
RETURN v.id AS position, {id: v.id, name: v.name, is_us: v.isUs} AS row, [] AS account_ids
ORDER BY position
