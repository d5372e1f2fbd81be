// Is there any account?
RETURN EXISTS { MATCH (:Account) } AS found
