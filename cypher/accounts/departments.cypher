// Which departments does this account have on the day, and which of them is each part of?
MATCH (a:Account {id: $account_id})<-[:PART_OF]-(d:Department)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND (d.from IS NULL OR d.from <= $as_of) AND (d.to IS NULL OR d.to >= $as_of)
RETURN
  d.id AS id, d.name AS name,
  head([
    (d)-[:PART_OF]->(parent:Department)
    WHERE (parent.from IS NULL OR parent.from <= $as_of) AND (parent.to IS NULL OR parent.to >= $as_of) | parent.id
  ]) AS parent_id
ORDER BY name, id
