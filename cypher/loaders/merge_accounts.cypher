// Store these accounts.
UNWIND $rows AS row
MERGE (a:Account {id: row.id})
SET a += row.properties
