// Who has stated something about the people of these accounts, as far as one may know?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:KEY_PERSON_OF]-(:Person)<-[:ABOUT]-(:Assessment)<-[:STATED]-(u:User)
WHERE ($reach IS NULL OR a.id IN $reach) AND ($team IS NULL OR a.id IN $team)
RETURN DISTINCT u.id AS id, u.name AS name
ORDER BY name, id
