// What does the map of our largest account look like: departments, people, reporting lines?
// Largest by key people; for another one, write {name: '…'} behind the first Account.
MATCH (a:Account)<-[:KEY_PERSON_OF]-(p:Person)
WITH a, count(p) AS people ORDER BY people DESC, a.id LIMIT 1
CALL (a) {
  MATCH path = (d:Department)-[:PART_OF]->(:Department)
  WHERE (d.to IS NULL OR d.to >= date()) AND EXISTS { (d)-[:PART_OF]->+(a) }
  RETURN path
  UNION
  MATCH (a)<-[:KEY_PERSON_OF]-(p:Person), path = (p)-[w:WORKS_IN]->(:Department)
  WHERE w.to IS NULL OR w.to >= date()
  RETURN path
  UNION
  MATCH (a)<-[:KEY_PERSON_OF]-(p:Person), path = (p)-[:REPORTS_TO]->(:Person)
  RETURN path
  UNION
  MATCH (a)<-[:KEY_PERSON_OF]-(p:Person {outsider: true}), path = (p)-[:INFLUENCES|KNOWS]-(:Person)
  RETURN path
}
RETURN path
