// Which accounts are asked for, what do they expect to spend in the fiscal year, and who owns them on the day?
MATCH (a:Account)
WHERE ($account_ids IS NULL OR a.id IN $account_ids)
  AND ($owner IS NULL OR EXISTS {
    MATCH (:User {id: $owner})-[s:SERVES {role: 'owner'}]->(a)
    WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
  })
RETURN
  a.id AS id, a.name AS name, a.industry AS industry, a.region AS region, a.cityTier AS city_tier,
  a.currency AS currency,
  COLLECT {
    MATCH (a)-[:EXPECTS_TO_SPEND]->(s:Spend {fiscalYear: $fiscal_year})
    OPTIONAL MATCH (s)-[:ON]->(t:ProjectType)
    RETURN {amount: s.amount, currency: s.currency, project_type_id: t.id}
  } AS spend,
  COLLECT {
    MATCH (u:User)-[s:SERVES {role: 'owner'}]->(a)
    WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
    RETURN DISTINCT {id: u.id, name: u.name, quota: u.quota, currency: u.currency}
  } AS owners
ORDER BY a.name, a.id
