// Which project types are there, and which offerings fit them?
MATCH (t:ProjectType)
RETURN
  t.id AS id, t.name AS name,
  COLLECT { MATCH (o:Offering)-[:FITS]->(t) RETURN {id: o.id, name: o.name} ORDER BY o.name, o.id } AS offerings
