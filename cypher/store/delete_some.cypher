// Delete some relationships, or once there are none some nodes: a node may have more of them than one transaction bears.
// The store's purpose stays to the end, so that a wipe that was broken off can go on.
OPTIONAL MATCH ()-[r]->()
WITH r LIMIT 20000
DELETE r
WITH count(r) AS relationships
OPTIONAL MATCH (n)
WHERE relationships = 0 AND NOT n:Store
WITH relationships, n LIMIT 20000
DELETE n
WITH relationships, count(n) AS nodes
RETURN relationships + nodes AS deleted
