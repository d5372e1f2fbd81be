// What is stored of these contacts, or of all those with the account's people?
CALL () {
  UNWIND $keys AS key
  MATCH (i:Interaction {id: key.id})
  RETURN i
  UNION
  WITH $account_id AS account_id WHERE $keys IS NULL
  MATCH (:Account {id: account_id})<-[:KEY_PERSON_OF]-(:Person)-[:TOOK_PART_IN]->(i:Interaction)
  RETURN i
}
MATCH (i)<-[:TOOK_PART_IN]-(:Person)-[:KEY_PERSON_OF]->(a:Account)
WITH i, a.id AS account_id ORDER BY account_id
WITH i, collect(DISTINCT account_id) AS account_ids
WHERE ($reach IS NULL OR all(id IN account_ids WHERE id IN $reach)) AND i.id > coalesce($after, '')
  AND ($on IS NULL OR date(i.at) <= $on.day)
WITH i, account_ids
ORDER BY i.id LIMIT $limit
RETURN
  i.id AS position,
  {
    id: i.id, at: i.at, channel: i.channel,
    summary: CASE WHEN $team IS NULL OR all(id IN account_ids WHERE id IN $team) THEN i.summary END,
    user_ids: COLLECT { MATCH (u:User)-[:TOOK_PART_IN]->(i) RETURN u.id AS id ORDER BY id },
    person_ids: COLLECT { MATCH (p:Person)-[:TOOK_PART_IN]->(i) RETURN p.id AS id ORDER BY id }
  } AS row,
  account_ids
ORDER BY position
