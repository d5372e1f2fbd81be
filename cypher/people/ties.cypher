// Which ties are there among the key people of these accounts?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:KEY_PERSON_OF]-(p:Person)
MATCH (p)-[r:INFLUENCES|CONFLICTS_WITH|KNOWS|REPORTS_TO]->(other:Person)
WHERE EXISTS { (other)-[:KEY_PERSON_OF]->(a) }
RETURN a.id AS account_id, p.id AS from_id, other.id AS to_id, type(r) AS kind, r.strength AS strength
