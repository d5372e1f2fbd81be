// Remove this time of service.
MATCH (:User {id: $key.user_id})-[s:SERVES {role: $key.role}]->(:Account {id: $key.account_id})
WHERE s.from = $key.from OR (s.from IS NULL AND $key.from IS NULL)
DELETE s
WITH [] AS referring
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
