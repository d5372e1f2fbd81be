// What was known by the day of how far the chance can be believed, since an administrator looked?
MATCH (c:Calibration)
WHERE c.fittedOn <= $as_of
RETURN c.fitted AS fitted
