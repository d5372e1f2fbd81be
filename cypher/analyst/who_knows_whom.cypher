// Who knows whom, among us and them?
MATCH path = (:User|Person)-[:KNOWS]->(:Person)
RETURN path
