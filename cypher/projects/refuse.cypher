// Remember that the proposal after this occurrence was refused, why, and by whom.
MATCH (a:Account {id: $account_id})
MATCH (t:ProjectType {id: $project_type_id})
MERGE (r:Refusal {id: $id})
SET r.after = $after, r.projectId = $project_id, r.until = $until, r.reason = $reason, r.refusedOn = $refused_on
MERGE (r)-[:AT]->(a)
MERGE (r)-[:OF_TYPE]->(t)
WITH r
CALL (r) {
  MATCH (other)-[old:REFUSED]->(r) WHERE coalesce(other.id <> $user_id, true)
  DELETE old
}
MATCH (u:User {id: $user_id})
MERGE (u)-[:REFUSED]->(r)
