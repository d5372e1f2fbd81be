// Keep where on the map of this account these people stand.
UNWIND $places AS place
MATCH (:Account {id: $account_id})<-[k:KEY_PERSON_OF]-(:Person {id: place.person_id})
SET k.mapX = place.x, k.mapY = place.y
