// Delete some of the nodes. The store's purpose stays to the end, so that a wipe that was broken off can go on.
MATCH (n)
WHERE NOT n:Store
WITH n LIMIT 10000
DETACH DELETE n
RETURN count(*) AS deleted
