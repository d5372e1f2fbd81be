// Who of ours has this id?
MATCH (u:User {id: $user_id})
RETURN u.id AS id, u.name AS name, u.quota AS quota, u.currency AS currency
