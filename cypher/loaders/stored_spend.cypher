// What is stored of this expected spend, or of all that of the account?
CALL () {
  UNWIND $keys AS key
  MATCH (a:Account {id: key.account_id})-[:EXPECTS_TO_SPEND]->(s:Spend {fiscalYear: key.fiscal_year})
  OPTIONAL MATCH (s)-[:ON]->(t:ProjectType)
  WITH a, s, t, key
  WHERE t.id = key.project_type_id OR (t IS NULL AND key.project_type_id IS NULL)
  RETURN a, s, t
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (a:Account {id: account_id})-[:EXPECTS_TO_SPEND]->(s:Spend)
  OPTIONAL MATCH (s)-[:ON]->(t:ProjectType)
  RETURN a, s, t
}
WITH a, s, t, a.id + '\u0001' + toString(s.fiscalYear) + '\u0001' + coalesce(t.id, '') AS position
WHERE ($reach IS NULL OR a.id IN $reach) AND position > coalesce($after, '')
  AND ($on IS NULL OR s.fiscalYear = $on.fiscal_year)
ORDER BY position LIMIT $limit
RETURN
  position,
  {
    account_id: a.id, fiscal_year: s.fiscalYear, amount: s.amount, currency: s.currency, project_type_id: t.id
  } AS row,
  [a.id] AS account_ids
ORDER BY position
