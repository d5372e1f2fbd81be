// Note that this statement no longer counts, why, and who says so.
MATCH (s:Assessment {id: $assessment_id})
SET s.withdrawnAt = datetime(), s.withdrawalReason = $reason
WITH s
MATCH (u:User {id: $user_id})
MERGE (s)-[:WITHDRAWN_BY]->(u)
