// What is stored of these parts in projects, or of all those in the account's projects or of its people?
CALL () {
  UNWIND $keys AS key
  MATCH (:Person {id: key.person_id})-[r:PARTICIPATES_IN]->(:Project {id: key.project_id})
  RETURN r
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (:Account {id: account_id})-[:RUNS]->(:Project)<-[r:PARTICIPATES_IN]-(:Person)
  RETURN r
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (:Account {id: account_id})<-[:KEY_PERSON_OF]-(:Person)-[r:PARTICIPATES_IN]->(:Project)
  RETURN r
}
WITH r, startNode(r) AS p, endNode(r) AS project
MATCH (project)<-[:RUNS]-(a:Account)
MATCH (p)-[:KEY_PERSON_OF]->(b:Account)
WITH r, p, project, a, b, project.id + '\u0001' + p.id AS position
WHERE ($reach IS NULL OR (a.id IN $reach AND b.id IN $reach)) AND position > coalesce($after, '')
  AND ($on IS NULL OR project.startedOn <= $on.day)
ORDER BY position LIMIT $limit
RETURN
  position,
  {project_id: project.id, person_id: p.id, buying_role: r.buyingRole, veto: r.veto, approve: r.approve} AS row,
  CASE b WHEN a THEN [a.id] ELSE [a.id, b.id] END AS account_ids
ORDER BY position
