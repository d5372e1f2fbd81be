// Which accounts are there?
MATCH (a:Account)
RETURN a.id AS id
