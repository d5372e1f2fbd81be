// Keep this calibration in place of what was known of it before; none: there is none any more.
CALL () {
  MATCH (c:Calibration) WHERE $calibration IS NULL
  DELETE c
}
UNWIND $calibration AS fitted
MERGE (c:Calibration {id: 'chance'})
SET c.fitted = fitted, c.fittedOn = $as_of
