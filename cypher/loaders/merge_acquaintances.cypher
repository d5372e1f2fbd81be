// Store which of ours know which of theirs.
UNWIND $rows AS row
MATCH (u:User {id: row.user_id})
MATCH (p:Person {id: row.person_id})
MERGE (u)-[k:KNOWS]->(p)
SET k += row.properties
