// Which accounts and key people are there, by name, everywhere or at one account?
CALL () {
  MATCH (a:Account)
  WHERE ($reach IS NULL OR a.id IN $reach) AND ($account_id IS NULL OR a.id = $account_id)
  RETURN a, null AS p
  UNION ALL
  MATCH (p:Person)-[:KEY_PERSON_OF]->(a:Account)
  WHERE ($reach IS NULL OR a.id IN $reach) AND ($account_id IS NULL OR a.id = $account_id)
  RETURN a, p
}
RETURN
  coalesce(p.id, a.id) AS id,
  coalesce(p.name, a.name) AS name,
  p IS NULL AS is_account,
  a.id AS account_id,
  a.name AS account_name,
  head(COLLECT {
    MATCH (p)-[w:WORKS_IN]->()
    WHERE (w.from IS NULL OR w.from <= $today) AND (w.to IS NULL OR w.to >= $today)
    RETURN w.title
    ORDER BY w.title
  }) AS title
ORDER BY is_account DESC, name, id
