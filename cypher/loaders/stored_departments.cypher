// What is stored of these departments, or of all those of the account?
CALL () {
  UNWIND $keys AS key
  MATCH (d:Department {id: key.id})-[:PART_OF]->(a:Account)
  RETURN d, a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (d:Department)-[:PART_OF]->(a:Account {id: account_id})
  RETURN d, a
}
WITH d, a
WHERE ($reach IS NULL OR a.id IN $reach) AND d.id > coalesce($after, '')
  AND ($on IS NULL OR (coalesce(d.from, $on.day) <= $on.day AND coalesce(d.to, $on.day) >= $on.day))
ORDER BY d.id LIMIT $limit
RETURN
  d.id AS position,
  {
    id: d.id, account_id: a.id, name: d.name,
    parent_id: head(COLLECT {
      MATCH (d)-[:PART_OF]->(parent:Department)
      WHERE $reach IS NULL OR EXISTS { MATCH (parent)-[:PART_OF]->(at:Account) WHERE at.id IN $reach }
      RETURN parent.id
    }),
    from: d.from, to: d.to
  } AS row,
  [a.id] AS account_ids
ORDER BY position
