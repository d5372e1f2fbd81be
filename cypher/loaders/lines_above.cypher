// Which lines lead upwards from these rows: people and users by whom they report to, departments by their parent?
CALL () {
  UNWIND $ids.Person AS id
  MATCH (:Person {id: id})-[:REPORTS_TO]->*(child:Person)-[:REPORTS_TO]->(parent:Person)
  WHERE $reach IS NULL OR (
    EXISTS { MATCH (child)-[:KEY_PERSON_OF]->(a:Account) WHERE a.id IN $reach }
    AND EXISTS { MATCH (parent)-[:KEY_PERSON_OF]->(a:Account) WHERE a.id IN $reach }
  )
  RETURN 'Person' AS label, child.id AS id, parent.id AS parent_id
  UNION
  UNWIND $ids.User AS id
  MATCH (:User {id: id})-[:REPORTS_TO]->*(child:User)-[:REPORTS_TO]->(parent:User)
  RETURN 'User' AS label, child.id AS id, parent.id AS parent_id
  UNION
  UNWIND $ids.Department AS id
  MATCH (:Department {id: id})-[:PART_OF]->*(child:Department)-[:PART_OF]->(parent:Department)
  WHERE $reach IS NULL OR EXISTS { MATCH (parent)-[:PART_OF]->(a:Account) WHERE a.id IN $reach }
  RETURN 'Department' AS label, child.id AS id, parent.id AS parent_id
}
RETURN label, id, parent_id
