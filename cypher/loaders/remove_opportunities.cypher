// Remove this opportunity; nothing refers to one.
MATCH (o:Opportunity {id: $key.id})
OPTIONAL MATCH (o)-[own:AT|OWNS|OF_TYPE|AIMS_AT]-()
DELETE own, o
WITH [] AS referring
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
