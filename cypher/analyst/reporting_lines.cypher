// Who reports to whom?
MATCH path = (:Person)-[:REPORTS_TO]->(:Person)
RETURN path
