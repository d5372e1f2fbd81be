// Who are the key people of these accounts on the day, where do they work, and what powers have they?
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})<-[:KEY_PERSON_OF]-(p:Person)
MATCH (p)-[w:WORKS_IN]->(place)
WHERE (w.from IS NULL OR w.from <= $as_of) AND (w.to IS NULL OR w.to >= $as_of)
WITH a, p, w, CASE WHEN place:Department THEN place END AS d
ORDER BY p.name, w.title, p.id, w.from DESC
// Of several places at once, the one begun last.
WITH a, p, head(collect(w)) AS w, head(collect(d)) AS d
RETURN
  a.id AS account_id, p.id AS id, p.name AS name, p.email AS email, w.title AS title, d.id AS department_id,
  d.name AS department, coalesce(p.veto, false) AS veto, coalesce(p.approve, false) AS approve,
  COLLECT { MATCH (p)-[:VETO_LIMITED_TO]->(t) RETURN t.id } AS veto_types,
  COLLECT { MATCH (p)-[:APPROVAL_LIMITED_TO]->(t) RETURN t.id } AS approve_types,
  coalesce(p.placeholder, false) AS placeholder, coalesce(p.outsider, false) AS outsider,
  COLLECT {
    MATCH (p)-[r:PARTICIPATES_IN]->() WHERE r.buyingRole IS NOT NULL RETURN DISTINCT r.buyingRole
  } AS buying_roles
ORDER BY a.id, p.name, w.title, p.id
