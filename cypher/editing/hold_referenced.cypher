// Let nobody remove these, to which a row is about to refer, until the transaction ends.
CALL () {
  UNWIND $ids.User AS id
  MATCH (n:User {id: id})
  RETURN n
  UNION
  UNWIND $ids.Vendor AS id
  MATCH (n:Vendor {id: id})
  RETURN n
  UNION
  UNWIND $ids.ProjectType AS id
  MATCH (n:ProjectType {id: id})
  RETURN n
  UNION
  UNWIND $ids.Project AS id
  MATCH (n:Project {id: id})
  RETURN n
}
WITH n ORDER BY n.id
SET n.id = n.id
