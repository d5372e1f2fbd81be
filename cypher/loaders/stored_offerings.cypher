// What is stored of these offerings, or of all of them?
CALL () {
  UNWIND $keys AS key
  MATCH (o:Offering {id: key.id})
  RETURN o
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL AND account_id IS NULL
  MATCH (o:Offering)
  RETURN o
}
WITH o WHERE o.id > coalesce($after, '')
ORDER BY o.id LIMIT $limit
RETURN
  o.id AS position,
  {
    id: o.id, name: o.name,
    project_type_ids: COLLECT { MATCH (o)-[:FITS]->(t:ProjectType) RETURN t.id AS id ORDER BY id }
  } AS row,
  [] AS account_ids
ORDER BY position
