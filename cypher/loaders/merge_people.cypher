// Store these people, where they work, whom they report to, and what their powers are limited to.
UNWIND $rows AS row
MERGE (p:Person {id: row.id})
SET p += row.properties
WITH p, row
MATCH (a:Account {id: row.account_id})
CALL (p, a) {
  MATCH (p)-[old:KEY_PERSON_OF]->(other) WHERE other <> a
  DELETE old
}
MERGE (p)-[:KEY_PERSON_OF]->(a)
WITH p, a, row
// The place of work: the department, or the account where none is given.
CALL (p, a, row) {
  OPTIONAL MATCH (d:Department {id: row.department_id})
  OPTIONAL MATCH (p)-[now:WORKS_IN]->(current)
  WITH
    p, row, now,
    // Without the column the place stays, unless it is at another account.
    CASE
      WHEN 'department_id' IN $columns OR now IS NULL OR NOT (current = a OR EXISTS { (current)-[:PART_OF]->(a) })
        THEN coalesce(d, a)
      ELSE current
    END AS place,
    current, properties(now) AS before
  CALL (now, current, place) {
    WITH now WHERE current <> place
    DELETE now
  }
  MERGE (p)-[w:WORKS_IN]->(place)
  SET w += coalesce(before, {})
  SET w += row.work
}
CALL (p, row) {
  WITH p, row WHERE 'reports_to' IN $columns
  CALL (p, row) {
    MATCH (p)-[old:REPORTS_TO]->(other)
    WHERE row.reports_to IS NULL OR other.id <> row.reports_to
    DELETE old
  }
  WITH p, row WHERE row.reports_to IS NOT NULL
  MERGE (boss:Person {id: row.reports_to})
  MERGE (p)-[:REPORTS_TO]->(boss)
}
CALL (p, row) {
  WITH p, row WHERE 'veto_types' IN $columns
  CALL (p) { MATCH (p)-[old:VETO_LIMITED_TO]->() DELETE old }
  UNWIND row.veto_types AS type_id
  MATCH (t:ProjectType {id: type_id})
  MERGE (p)-[:VETO_LIMITED_TO]->(t)
}
CALL (p, row) {
  WITH p, row WHERE 'approve_types' IN $columns
  CALL (p) { MATCH (p)-[old:APPROVAL_LIMITED_TO]->() DELETE old }
  UNWIND row.approve_types AS type_id
  MATCH (t:ProjectType {id: type_id})
  MERGE (p)-[:APPROVAL_LIMITED_TO]->(t)
}
