// Is there any account?
RETURN EXISTS { MATCH (a:Account) WHERE $reach IS NULL OR a.id IN $reach } AS found
