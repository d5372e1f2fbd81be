// Which opportunities are open, and where does everybody stand who takes part in deciding?
MATCH target = (o:Opportunity)-[:AIMS_AT]->(x:Project)
WHERE o.outcome IS NULL
OPTIONAL MATCH committee = (:Person)-[:PARTICIPATES_IN]->(x)
OPTIONAL MATCH ours = (:User)-[:OWNS]->(o)
RETURN target, committee, ours
