// Which opportunities were won or lost by the day, whose project has participants, at every account?
MATCH (a:Account)<-[:AT]-(o:Opportunity)-[:AIMS_AT]->(project:Project)<-[:RUNS]-(a)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND o.outcome IN ['won', 'lost'] AND o.closedOn <= $as_of
  AND EXISTS { (a)<-[:KEY_PERSON_OF]-(:Person)-[:PARTICIPATES_IN]->(project) }
RETURN o.id AS id, a.id AS account_id, o.closedOn AS closed_on, o.outcome = 'won' AS won
