// Note that this statement no longer counts, why, and who says so; what is derived of the person holds no longer.
MATCH (s:Assessment {id: $assessment_id})-[:ABOUT]->(p:Person)
SET s.withdrawnAt = datetime(), s.withdrawalReason = $reason
REMOVE p.statementsCounted
WITH s
MATCH (u:User {id: $user_id})
MERGE (s)-[:WITHDRAWN_BY]->(u)
