// Which accounts follow in the order of names?
MATCH (a:Account)
WHERE ($after_name IS NULL OR a.name > $after_name OR (a.name = $after_name AND a.id > $after_id))
  AND ($reach IS NULL OR a.id IN $reach)
  AND ($owner IS NULL OR EXISTS {
    MATCH (:User {id: $owner})-[s:SERVES {role: 'owner'}]->(a)
    WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
  })
WITH a ORDER BY a.name, a.id LIMIT $limit
RETURN
  a.id AS id, a.name AS name, a.industry AS industry, a.region AS region, a.cityTier AS city_tier,
  a.currency AS currency,
  COLLECT {
    MATCH (u:User)-[s:SERVES {role: 'owner'}]->(a)
    WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
    RETURN DISTINCT {
      id: u.id, name: u.name, currency: u.currency,
      quota: CASE WHEN $users IS NULL OR u.id IN $users THEN u.quota END
    }
  } AS owners
ORDER BY name, id
