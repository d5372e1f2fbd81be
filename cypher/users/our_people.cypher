// Who of ours serves these accounts on the day, is one of these users, or has won with their people or these types?
// With all that they have won by then.
CALL () {
  UNWIND $account_ids AS id
  MATCH (a:Account {id: id})<-[s:SERVES]-(u:User)
  WHERE ($reach IS NULL OR a.id IN $reach)
    AND (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
  RETURN u
  UNION
  UNWIND $user_ids AS id
  MATCH (u:User {id: id})
  RETURN u
  UNION
  UNWIND $project_type_ids AS id
  MATCH (:ProjectType {id: id})<-[:OF_TYPE]-()<-[:AIMS_AT]-{0,1}(o:Opportunity {outcome: 'won'})<-[:OWNS]-(u:User)
  WHERE o.closedOn <= $as_of AND ($reach IS NULL OR EXISTS { MATCH (o)-[:AT]->(at:Account) WHERE at.id IN $reach })
  RETURN u
  UNION
  UNWIND $account_ids AS id
  MATCH (a:Account {id: id})<-[:KEY_PERSON_OF]-(:Person)-[:PARTICIPATES_IN]->(project:Project)
  WHERE $reach IS NULL OR a.id IN $reach
  WITH DISTINCT project
  MATCH (project)<-[:AIMS_AT]-(o:Opportunity {outcome: 'won'})<-[:OWNS]-(u:User)
  WHERE o.closedOn <= $as_of AND ($reach IS NULL OR EXISTS { MATCH (o)-[:AT]->(at:Account) WHERE at.id IN $reach })
  RETURN u
}
RETURN
  u.id AS id, u.name AS name, u.role AS role,
  COLLECT {
    MATCH (u)-[s:SERVES]->(a:Account)
    WHERE a.id IN $account_ids AND ($reach IS NULL OR a.id IN $reach)
      AND (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
    RETURN DISTINCT a.id
  } AS serves,
  COLLECT {
    MATCH (u)-[:OWNS]->(o:Opportunity {outcome: 'won'})-[:AT]->(at:Account)
    WHERE o.closedOn <= $as_of AND ($reach IS NULL OR at.id IN $reach)
    OPTIONAL MATCH (o)-[:AIMS_AT]->(project:Project)<-[:RUNS]-(at)
    OPTIONAL MATCH (o)-[:OF_TYPE]->(stated:ProjectType)
    OPTIONAL MATCH (project)-[:OF_TYPE]->(implied:ProjectType)
    RETURN {
      account_id: at.id, industry: at.industry, project_type_id: coalesce(stated.id, implied.id),
      person_ids: COLLECT {
        MATCH (project)<-[:PARTICIPATES_IN]-(p:Person)-[:KEY_PERSON_OF]->(a:Account)
        WHERE a.id IN $account_ids AND ($reach IS NULL OR a.id IN $reach)
        RETURN p.id
      }
    }
  } AS wins
