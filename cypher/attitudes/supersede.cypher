// Note that this statement takes the place of an earlier one; what is derived of the person holds no longer.
MATCH (s:Assessment {id: $assessment_id})
MATCH (earlier:Assessment {id: $superseded_id})-[:ABOUT]->(p:Person)
MERGE (s)-[:SUPERSEDES]->(earlier)
REMOVE p.statementsCounted
