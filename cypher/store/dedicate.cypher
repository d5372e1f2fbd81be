// Say what the database is for.
MERGE (s:Store {purpose: $purpose})
SET s.loadedOn = $loaded_on
