// Store a token; what it opens is known only by its hash.
MERGE (t:Token {id: $id})
SET t += $properties
