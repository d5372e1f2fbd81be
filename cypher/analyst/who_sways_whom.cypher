// Who sways whom, and who is at odds?
MATCH path = (:Person)-[:INFLUENCES|CONFLICTS_WITH]->(:Person)
RETURN path
