// Which opportunities are open, or were opened or closed since, of the accounts, owner or team asked for?
// An opportunity is of whoever it belongs to; one that belongs to nobody, of who owns the account on the day.
CALL () {
  WITH $account_ids AS ids WHERE ids IS NOT NULL
  UNWIND ids AS id
  MATCH (a:Account {id: id})
  RETURN a
  UNION
  WITH $account_ids AS ids WHERE ids IS NULL
  MATCH (a:Account)
  RETURN a
}
WITH a
WHERE ($reach IS NULL OR a.id IN $reach)
  AND ($industry IS NULL OR a.industry = $industry)
  AND ($region IS NULL OR a.region = $region)
  AND ($city_tier IS NULL OR a.cityTier = $city_tier)
WITH a, COLLECT {
  MATCH (u:User)-[s:SERVES {role: 'owner'}]->(a)
  WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
  RETURN u
} AS owners
MATCH (a)<-[:AT]-(o:Opportunity)
WHERE o.outcome IS NULL OR o.closedOn IS NULL OR o.closedOn >= $since OR o.openedOn >= $since
OPTIONAL MATCH (seller:User)-[:OWNS]->(o)
WITH a, o, seller, CASE WHEN seller IS NULL THEN owners ELSE [seller] END AS whose
WHERE ($owner IS NULL OR any(u IN whose WHERE u.id = $owner))
  AND ($of_team IS NULL OR any(u IN whose WHERE EXISTS { (u)-[:MEMBER_OF]->(:Team {name: $of_team}) }))
RETURN
  o.id AS id, a.id AS account_id, a.name AS account_name, o.name AS name, seller.id AS user_id, o.origin AS origin,
  o.amount AS amount, coalesce(o.currency, a.currency) AS currency, o.openedOn AS opened_on, o.closedOn AS closed_on,
  o.outcome AS outcome,
  // Only what was won since needs evidence.
  CASE WHEN o.outcome = 'won' AND o.closedOn >= $since THEN
    EXISTS { (o)-[:AIMS_AT]->(project:Project)-[:WENT_TO]->(:Vendor {isUs: true}) WHERE (project)<-[:RUNS]-(a) }
    OR EXISTS {
      MATCH (a)<-[:KEY_PERSON_OF]-(:Person)-[:TOOK_PART_IN]->(i:Interaction)
      WHERE o.openedOn IS NOT NULL AND date(i.at) >= o.openedOn AND date(i.at) <= o.closedOn
        // A contact that also others took part in is seen where they all are.
        AND ($reach IS NULL OR NOT EXISTS {
          MATCH (i)<-[:TOOK_PART_IN]-(:Person)-[:KEY_PERSON_OF]->(at:Account) WHERE NOT at.id IN $reach
        })
    }
  ELSE false END AS evidence
ORDER BY closed_on, id
