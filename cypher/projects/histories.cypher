// Which projects of these accounts had begun by the day, or are planned by the horizon, and who took part in each?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})-[:RUNS]->(project:Project)
WHERE ($reach IS NULL OR a.id IN $reach)
  AND NOT (coalesce(project.outcome, '') = 'cancelled' AND coalesce(project.endedOn, $as_of) <= $as_of)
  // What began between the day and today was still to come then, and nothing says whether it was known.
  AND (project.startedOn <= $as_of OR project.startedOn > $today AND project.startedOn <= $horizon)
RETURN
  project.id AS id, a.id AS account_id, project.name AS name,
  head(COLLECT { MATCH (project)-[:OF_TYPE]->(t:ProjectType) RETURN t.id }) AS project_type_id,
  project.startedOn AS started_on, project.endedOn AS ended_on,
  project.budget AS budget, coalesce(project.currency, a.currency) AS currency,
  project.noContactFrom AS no_contact_from, project.noContactTo AS no_contact_to,
  // Before a project ended, it had not gone to anybody.
  head(COLLECT {
    MATCH (project)-[:WENT_TO]->(v:Vendor)
    WHERE project.endedOn IS NULL OR project.endedOn <= $as_of
    RETURN {id: v.id, name: v.name, is_us: v.isUs}
  }) AS vendor,
  EXISTS {
    MATCH (o:Opportunity)-[:AIMS_AT]->(project)
    WHERE (o)-[:AT]->(a) AND o.outcome IN ['won', 'lost'] AND o.closedOn <= $as_of
  } AS decided,
  // What we sold to it.
  COLLECT {
    MATCH (o:Opportunity {outcome: 'won'})-[:AIMS_AT]->(project)
    WHERE (o)-[:AT]->(a) AND o.amount IS NOT NULL AND o.closedOn <= $as_of
    RETURN {amount: o.amount, currency: coalesce(o.currency, a.currency)}
  } AS sold,
  // A part in it is the account's own; of those who have left, the last place of work there.
  COLLECT {
    MATCH (project)<-[r:PARTICIPATES_IN]-(p:Person)-[:KEY_PERSON_OF]->(a)
    WITH r, p, head(COLLECT {
      MATCH (p)-[w:WORKS_IN]->(place)
      WHERE w.from IS NULL OR w.from <= $as_of
      RETURN {title: w.title, to: w.to, department_id: CASE WHEN place:Department THEN place.id END}
      ORDER BY coalesce(w.from, date('0001-01-01')) DESC, place.name, place.id
    }) AS work
    RETURN {
      person_id: p.id, name: p.name, buying_role: r.buyingRole, veto: r.veto, approve: r.approve,
      title: work.title, department_id: work.department_id, works_to: work.to
    }
  } AS participants
