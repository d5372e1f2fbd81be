// At which account was the proposal that was refused so?
MATCH (:Refusal {id: $id})-[:AT]->(a:Account)
WHERE $reach IS NULL OR a.id IN $reach
RETURN a.id AS id
