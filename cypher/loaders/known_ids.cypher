// Which of these ids are in the graph, and of which account?
CALL () {
  UNWIND $ids.Account AS id
  MATCH (n:Account {id: id})
  WHERE $reach IS NULL OR id IN $reach
  RETURN 'Account' AS label, n.id AS id, n.id AS account_id, NULL AS works_from, NULL AS works_to
  UNION ALL
  UNWIND $ids.Department AS id
  MATCH (n:Department {id: id})-[:PART_OF]->(a:Account)
  WHERE $reach IS NULL OR a.id IN $reach
  RETURN 'Department' AS label, n.id AS id, a.id AS account_id, NULL AS works_from, NULL AS works_to
  UNION ALL
  UNWIND $ids.Person AS id
  MATCH (n:Person {id: id})-[:KEY_PERSON_OF]->(a:Account)
  WHERE $reach IS NULL OR a.id IN $reach
  // From the first to the last day of all places; where one has none, that end is open.
  CALL (n) {
    MATCH (n)-[w:WORKS_IN]->()
    RETURN
      CASE WHEN count(w.from) = count(*) THEN min(w.from) END AS works_from,
      CASE WHEN count(w.to) = count(*) THEN max(w.to) END AS works_to
  }
  RETURN 'Person' AS label, n.id AS id, a.id AS account_id, works_from, works_to
  UNION ALL
  UNWIND $ids.ProjectType AS id
  MATCH (n:ProjectType {id: id})
  RETURN 'ProjectType' AS label, n.id AS id, NULL AS account_id, NULL AS works_from, NULL AS works_to
  UNION ALL
  UNWIND $ids.Vendor AS id
  MATCH (n:Vendor {id: id})
  RETURN 'Vendor' AS label, n.id AS id, NULL AS account_id, NULL AS works_from, NULL AS works_to
  UNION ALL
  UNWIND $ids.Project AS id
  MATCH (n:Project {id: id})<-[:RUNS]-(a:Account)
  WHERE $reach IS NULL OR a.id IN $reach
  RETURN 'Project' AS label, n.id AS id, a.id AS account_id, NULL AS works_from, NULL AS works_to
  UNION ALL
  UNWIND $ids.User AS id
  MATCH (n:User {id: id})
  RETURN 'User' AS label, n.id AS id, NULL AS account_id, NULL AS works_from, NULL AS works_to
}
RETURN label, id, account_id, works_from, works_to
