// What is stored of these people, or of all those of the account?
CALL () {
  UNWIND $keys AS key
  MATCH (p:Person {id: key.id})-[:KEY_PERSON_OF]->(a:Account)
  RETURN p, a
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (p:Person)-[:KEY_PERSON_OF]->(a:Account {id: account_id})
  RETURN p, a
}
WITH p, a
WHERE ($reach IS NULL OR a.id IN $reach) AND p.id > coalesce($after, '')
ORDER BY p.id LIMIT $limit
WITH
  p, a,
  // Of several places of work, the one begun last.
  head(COLLECT {
    MATCH (p)-[w:WORKS_IN]->(place)
    RETURN {
      department_id: CASE
        WHEN place:Department
          AND ($reach IS NULL OR EXISTS { MATCH (place)-[:PART_OF]->(at:Account) WHERE at.id IN $reach })
          THEN place.id
      END,
      title: w.title, from: w.from, to: w.to
    }
    ORDER BY coalesce(w.from, date('0001-01-01')) DESC, place.name, place.id
  }) AS work,
  COLLECT { MATCH (p)-[:VETO_LIMITED_TO]->(t:ProjectType) RETURN t.id AS id ORDER BY id } AS veto_types,
  COLLECT { MATCH (p)-[:APPROVAL_LIMITED_TO]->(t:ProjectType) RETURN t.id AS id ORDER BY id } AS approve_types
RETURN
  p.id AS position,
  {
    id: p.id, account_id: a.id, name: p.name, department_id: work.department_id, title: work.title,
    reports_to: head(COLLECT {
      MATCH (p)-[:REPORTS_TO]->(boss:Person)
      WHERE $reach IS NULL OR EXISTS { MATCH (boss)-[:KEY_PERSON_OF]->(at:Account) WHERE at.id IN $reach }
      RETURN boss.id
    }),
    veto: p.veto, approve: p.approve, veto_types: nullIf(veto_types, []), approve_types: nullIf(approve_types, []),
    works_from: work.from, works_to: work.to, placeholder: p.placeholder, outsider: p.outsider, email: p.email
  } AS row,
  [a.id] AS account_ids
ORDER BY position
