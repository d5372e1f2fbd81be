// Derived: which statements are somebody's latest about a person on an attitude, towards us or a vendor, from a source?
// Only where a statement came or went since, or anew for everybody; people without an assessment have none. Which of a contributor's statements
// count depends on settings, but they are among these.
UNWIND $person_ids AS id
MATCH (p:Person {id: id})
WITH p, COUNT { (p)<-[:ABOUT]-() } AS count
WHERE $anew OR coalesce(p.statementsCounted, 0) <> count
CALL (p) {
  MATCH (p)<-[old:LATEST_ABOUT]-()
  DELETE old
}
CALL (p) {
  MATCH (p)<-[:ABOUT]-(s:Assessment)
  RETURN max(s.observedOn) AS observed_on, max(s.recordedAt) AS recorded_at
}
SET p.statementsCounted = count, p.latestObservedOn = observed_on, p.latestRecordedAt = recorded_at
WITH p
CALL (p) {
  MATCH (p)<-[:ABOUT]-(s:Assessment)
  WHERE s.withdrawnAt IS NULL AND coalesce(s.confidence, 1) > 0
    AND NOT EXISTS { MATCH (s)<-[:SUPERSEDES]-(later:Assessment) WHERE later.withdrawnAt IS NULL }
  WITH
    s, s.source AS source,
    head(COLLECT { MATCH (u:User)-[:STATED]->(s) RETURN u.id }) AS by,
    head(COLLECT { MATCH (s)-[:TOWARDS]->(v:Vendor) RETURN v.id }) AS towards
  UNWIND [
    CASE WHEN s.closeness IS NOT NULL THEN 1 END,
    CASE WHEN s.solutionAcceptance IS NOT NULL THEN 2 END,
    CASE WHEN s.priceAcceptance IS NOT NULL THEN 3 END
  ] AS axis
  WITH s, source, by, towards, axis
  WHERE axis IS NOT NULL
  WITH source, by, towards, axis, max(s.observedOn) AS newest, collect(s) AS said
  UNWIND said AS s
  WITH s, newest
  WHERE s.observedOn = newest
  RETURN collect(DISTINCT s) AS latest
}
UNWIND latest AS s
MERGE (s)-[:LATEST_ABOUT]->(p)
