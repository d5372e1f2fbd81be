// Who are the people of these accounts, whether they work there still or not?
UNWIND $account_ids AS account_id
WITH account_id WHERE $reach IS NULL OR account_id IN $reach
MATCH (:Account {id: account_id})<-[:KEY_PERSON_OF]-(p:Person)
RETURN p.id AS id
