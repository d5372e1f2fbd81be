// Note that this user looks at this account today: when did they last look on an earlier day?
MATCH (u:User {id: $user_id})
MATCH (a:Account {id: $account_id})
WHERE $reach IS NULL OR a.id IN $reach
// Locked first, so that two pages opened at once are one visit.
SET u.id = u.id
MERGE (u)-[v:VISITED]->(a)
ON CREATE SET v.on = $today
SET
  v.before = CASE WHEN v.on < $today THEN v.on ELSE v.before END,
  v.on = CASE WHEN v.on < $today THEN $today ELSE v.on END
RETURN v.before AS before
