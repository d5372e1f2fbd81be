// Who is neutral and can stop a project alone?
// With whoever sways them (a supporter among those is the way in) and whoever of us knows them.
MATCH seat = (p:Person:Neutral {veto: true})-[:KEY_PERSON_OF]->(:Account)
OPTIONAL MATCH lever = (:Person)-[:INFLUENCES]->(p)
OPTIONAL MATCH door = (:User)-[:KNOWS]->(p)
RETURN seat, lever, door
