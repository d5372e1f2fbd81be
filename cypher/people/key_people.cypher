// Who are the key people of these accounts on the day, where do they work, and what powers have they?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:KEY_PERSON_OF]-(p:Person)
MATCH (p)-[w:WORKS_IN]->(place)
WHERE (w.from IS NULL OR w.from <= $as_of) AND (w.to IS NULL OR w.to >= $as_of)
// Of several places at once, the one begun last.
WITH a, p, w, place
ORDER BY coalesce(w.from, date('0001-01-01')) DESC, place.name, place.id
WITH a, p, head(collect({work: w, place: place})) AS main
WITH a, p, main.work AS w, CASE WHEN main.place:Department THEN main.place END AS d
RETURN
  a.id AS account_id, p.id AS id, p.name AS name, p.email AS email, w.title AS title, d.id AS department_id,
  d.name AS department, coalesce(p.veto, false) AS veto, coalesce(p.approve, false) AS approve,
  COLLECT { MATCH (p)-[:VETO_LIMITED_TO]->(t) RETURN t.id } AS veto_types,
  COLLECT { MATCH (p)-[:APPROVAL_LIMITED_TO]->(t) RETURN t.id } AS approve_types,
  coalesce(p.placeholder, false) AS placeholder, coalesce(p.outsider, false) AS outsider,
  COLLECT {
    MATCH (p)-[r:PARTICIPATES_IN]->() WHERE r.buyingRole IS NOT NULL RETURN DISTINCT r.buyingRole
  } AS buying_roles,
  COLLECT {
    MATCH (p)-[:PARTICIPATES_IN]->(project:Project)
    WHERE coalesce(project.noContactFrom, project.noContactTo) IS NOT NULL
      AND (project.noContactFrom IS NULL OR project.noContactFrom <= $as_of)
      AND coalesce(project.noContactTo, project.endedOn, $as_of) >= $as_of
    RETURN {name: project.name, no_contact_to: project.noContactTo} ORDER BY project.noContactTo, project.name
  } AS no_contact
ORDER BY a.id, p.name, w.title, p.id
