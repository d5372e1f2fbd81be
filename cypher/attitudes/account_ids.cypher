// Which accounts are there?
MATCH (a:Account)
WHERE $reach IS NULL OR a.id IN $reach
RETURN a.id AS id
