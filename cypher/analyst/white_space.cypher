// Which of our offerings fit nothing that an account has run so far?
MATCH (a:Account)
CALL (a) {
  MATCH (o:Offering)
  WHERE NOT EXISTS { (a)-[:RUNS]->(:Project)-[:OF_TYPE]->(:ProjectType)<-[:FITS]-(o) }
  RETURN o
}
OPTIONAL MATCH (o)-[:FITS]->(t:ProjectType)
RETURN a.name AS account, o.name AS offering, collect(t.name) AS `fits project types`
ORDER BY account, offering
