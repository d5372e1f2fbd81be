// Remove this expected spend; nothing refers to it.
MATCH (:Account {id: $key.account_id})-[own:EXPECTS_TO_SPEND]->(s:Spend {fiscalYear: $key.fiscal_year})
OPTIONAL MATCH (s)-[on:ON]->(t:ProjectType)
WITH own, s, on, t
WHERE t.id = $key.project_type_id OR (t IS NULL AND $key.project_type_id IS NULL)
DELETE own, on, s
WITH [] AS referring
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
