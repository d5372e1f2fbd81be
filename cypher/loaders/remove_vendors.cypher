// Remove this vendor, unless others refer to it: what does?
MATCH (v:Vendor {id: $key.id})
// Locked first, so that nothing comes to refer to it meanwhile.
SET v.id = v.id
WITH v, [it IN [
  {kind: 'projects', count: COUNT { (v)<-[:WENT_TO]-(:Project) }},
  {kind: 'assessments', count: COUNT { (v)<-[:TOWARDS]-(:Assessment) }}
] WHERE it.count > 0] AS referring
CALL (v, referring) {
  WITH v WHERE referring = []
  DELETE v
}
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
