// What is stored of these accounts, of this one, or of all of them?
CALL () {
  UNWIND $keys AS key
  MATCH (a:Account {id: key.id})
  RETURN a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (a:Account {id: account_id})
  RETURN a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL AND account_id IS NULL
  MATCH (a:Account)
  RETURN a
}
WITH a
WHERE ($reach IS NULL OR a.id IN $reach) AND a.id > coalesce($after, '')
ORDER BY a.id LIMIT $limit
RETURN
  a.id AS position,
  {
    id: a.id, name: a.name, industry: a.industry, region: a.region, city_tier: a.cityTier, currency: a.currency
  } AS row,
  [a.id] AS account_ids
ORDER BY position
