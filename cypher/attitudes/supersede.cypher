// Note that this statement takes the place of an earlier one.
MATCH (s:Assessment {id: $assessment_id})
MATCH (earlier:Assessment {id: $superseded_id})
MERGE (s)-[:SUPERSEDES]->(earlier)
