// Forget where on the map of this account anybody stands.
MATCH (:Account {id: $account_id})<-[k:KEY_PERSON_OF]-(:Person)
REMOVE k.mapX, k.mapY
