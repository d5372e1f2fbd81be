// Which opportunities are open at these accounts on the day, within the horizon, and who decides about them?
// Committee: the participants of the opportunity's project, or of earlier projects of its type.
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:AT]-(o:Opportunity)
WHERE (o.openedOn IS NULL OR o.openedOn <= $as_of)
  AND (o.closedOn IS NULL OR o.closedOn <= $horizon)
  AND (o.outcome IS NULL OR o.closedOn > $as_of)
OPTIONAL MATCH (o)-[:AIMS_AT]->(project:Project)
OPTIONAL MATCH (o)-[:OF_TYPE]->(stated:ProjectType)
OPTIONAL MATCH (project)-[:OF_TYPE]->(implied:ProjectType)
WITH a, o, project, coalesce(stated, implied) AS t
WITH
  a, o, project, t,
  COLLECT {
    MATCH (p:Person)-[r:PARTICIPATES_IN]->(project)
    RETURN {
      person_id: p.id, buying_roles: CASE WHEN r.buyingRole IS NULL THEN [] ELSE [r.buyingRole] END,
      veto: r.veto, approve: r.approve
    }
  } AS stated_committee,
  COLLECT {
    MATCH (t)<-[:OF_TYPE]-(earlier:Project)<-[:RUNS]-(a)
    WHERE earlier.startedOn <= $as_of
    MATCH (p:Person)-[r:PARTICIPATES_IN]->(earlier)
    WITH p, collect(DISTINCT r.buyingRole) AS roles
    RETURN {person_id: p.id, buying_roles: roles, veto: NULL, approve: NULL}
  } AS expected_committee
RETURN
  a.id AS account_id, o.id AS id, o.name AS name, o.amount AS amount, o.currency AS currency,
  o.probability AS probability, o.closedOn AS expected_on, t.id AS project_type_id, project.startedOn AS starts_on,
  project.noContactFrom AS no_contact_from, project.noContactTo AS no_contact_to,
  CASE WHEN size(stated_committee) > 0 THEN stated_committee ELSE expected_committee END AS committee
ORDER BY o.name, o.id
