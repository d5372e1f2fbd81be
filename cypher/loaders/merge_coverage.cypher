// Store who serves which account, and when.
UNWIND $rows AS row
MATCH (u:User {id: row.user_id})
MATCH (a:Account {id: row.account_id})
OPTIONAL MATCH (u)-[known:SERVES {role: row.role}]->(a)
WHERE known.from = row.from_ OR (known.from IS NULL AND row.from_ IS NULL)
CALL (u, a, row, known) {
  WITH u, a, row, known WHERE known IS NULL
  CREATE (u)-[created:SERVES {role: row.role, from: row.from_}]->(a)
  SET created += row.properties
}
SET known += row.properties
