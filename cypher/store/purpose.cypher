// Is the database empty, and what is it for?
RETURN
  NOT EXISTS { MATCH () } AS empty,
  head(COLLECT { MATCH (s:Store) RETURN s.purpose }) AS purpose,
  head(COLLECT { MATCH (s:Store) RETURN s.loadedOn }) AS loaded_on
