// Remove this acquaintance.
MATCH (:User {id: $key.user_id})-[k:KNOWS]->(:Person {id: $key.person_id})
DELETE k
WITH [] AS referring
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
