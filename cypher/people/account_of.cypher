// Which account is this a key person of?
MATCH (p:Person {id: $person_id})-[:KEY_PERSON_OF]->(a:Account)
WHERE $reach IS NULL OR a.id IN $reach
RETURN p.id AS id, p.name AS name, a.id AS account_id
