// Keep these gaps in place of all that was known of them before.
CALL () {
  MATCH (g:PooledGaps) WHERE NOT g.id IN [row IN $rows | row.id]
  DELETE g
}
UNWIND $rows AS row
MERGE (g:PooledGaps {id: row.id})
SET g.days = row.days, g.count = row.count, g.fittedOn = $as_of
