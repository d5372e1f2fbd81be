// Who of ours has this e-mail address, in any case, or this id?
MATCH (u:User)
WHERE toLower(u.email) = toLower($email) OR u.id = $id
RETURN u.id AS id
ORDER BY id LIMIT 2
