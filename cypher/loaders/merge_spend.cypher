// Store what these accounts are expected to spend.
UNWIND $rows AS row
MATCH (a:Account {id: row.account_id})
MERGE (s:Spend {id: row.id})
SET s += row.properties
MERGE (a)-[:EXPECTS_TO_SPEND]->(s)
WITH s, row
MATCH (t:ProjectType {id: row.project_type_id})
MERGE (s)-[:ON]->(t)
