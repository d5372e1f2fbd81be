// Remove this offering; nothing refers to one.
MATCH (o:Offering {id: $key.id})
OPTIONAL MATCH (o)-[own:FITS]->()
DELETE own, o
WITH [] AS referring
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
