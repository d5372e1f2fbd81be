// Remove this part in a project.
MATCH (:Person {id: $key.person_id})-[r:PARTICIPATES_IN]->(:Project {id: $key.project_id})
DELETE r
WITH [] AS referring
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
