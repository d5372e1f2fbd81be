// Remove this project type, unless others refer to it: what does?
MATCH (t:ProjectType {id: $key.id})
// Locked first, so that nothing comes to refer to it meanwhile.
SET t.id = t.id
WITH t, [it IN [
  {kind: 'spend figures', count: COUNT { (t)<-[:ON]-(:Spend) }},
  {kind: 'people', count: COUNT { MATCH (t)<-[:VETO_LIMITED_TO|APPROVAL_LIMITED_TO]-(p:Person) RETURN DISTINCT p }},
  {kind: 'offerings', count: COUNT { (t)<-[:FITS]-(:Offering) }},
  {kind: 'projects', count: COUNT { (t)<-[:OF_TYPE]-(:Project) }},
  {kind: 'opportunities', count: COUNT { (t)<-[:OF_TYPE]-(:Opportunity) }},
  {kind: 'refused proposals', count: COUNT { (t)<-[:OF_TYPE]-(:Refusal) }}
] WHERE it.count > 0] AS referring
CALL (t, referring) {
  WITH t WHERE referring = []
  DELETE t
}
UNWIND referring AS it
RETURN it.kind AS kind, it.count AS count
