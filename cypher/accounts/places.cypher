// Where on the map of this account did somebody put each of its key people?
MATCH (a:Account {id: $account_id})<-[k:KEY_PERSON_OF]-(p:Person)
WHERE $reach IS NULL OR a.id IN $reach
RETURN p.id AS person_id, k.mapX AS x, k.mapY AS y
ORDER BY person_id
