// Remove this department, unless others refer to it: what does?
MATCH (d:Department {id: $key.id})
// Locked first, so that nothing comes to refer to it meanwhile.
SET d.id = d.id
WITH d, [it IN [
  {kind: 'departments', count: COUNT { (d)<-[:PART_OF]-(:Department) }},
  {kind: 'people', count: COUNT { (d)<-[:WORKS_IN]-(:Person) }}
] WHERE it.count > 0] AS referring
CALL (d, referring) {
  WITH d WHERE referring = []
  OPTIONAL MATCH (d)-[own:PART_OF]->()
  DELETE own, d
}
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
