// Which account is this a key person of?
MATCH (p:Person {id: $person_id})-[:KEY_PERSON_OF]->(a:Account)
RETURN p.id AS id, p.name AS name, a.id AS account_id
