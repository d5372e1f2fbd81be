// Remove this contact; nothing refers to one.
MATCH (i:Interaction {id: $key.id})
OPTIONAL MATCH (i)<-[own:TOOK_PART_IN]-()
DELETE own, i
WITH [] AS referring
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
