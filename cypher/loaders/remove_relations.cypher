// Remove this tie.
MATCH (:Person {id: $key.from_person_id})-[r:INFLUENCES|CONFLICTS_WITH|KNOWS]->(:Person {id: $key.to_person_id})
WHERE toLower(type(r)) = $key.kind
DELETE r
WITH [] AS referring
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
