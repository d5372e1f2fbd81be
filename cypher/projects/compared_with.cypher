// With what are projects compared: types that our offerings fit, and what an administrator had fitted over all accounts by the day?
RETURN
  COLLECT {
    MATCH (t:ProjectType)
    WHERE EXISTS { (:Offering)-[:FITS]->(t) }
    RETURN {
      id: t.id, name: t.name,
      offerings: COLLECT { MATCH (o:Offering)-[:FITS]->(t) RETURN {id: o.id, name: o.name} ORDER BY o.name, o.id }
    }
  } AS types,
  COUNT { (:ProjectType) } AS type_count,
  COLLECT { MATCH (g:PooledGaps) WHERE g.fittedOn <= $as_of RETURN {id: g.id, days: g.days, count: g.count} } AS pooled,
  head(COLLECT { MATCH (c:Calibration) WHERE c.fittedOn <= $as_of RETURN c.fitted }) AS calibration
