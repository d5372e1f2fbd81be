// Who of us serves which account, in which team, and reports to whom?
MATCH served = (u:User)-[s:SERVES]->(:Account)
WHERE s.to IS NULL OR s.to >= date()
OPTIONAL MATCH team = (u)-[:MEMBER_OF]->(:Team)
OPTIONAL MATCH line = (u)-[:REPORTS_TO]->(:User)
RETURN served, team, line
