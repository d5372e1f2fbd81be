// Forget that the proposal was refused.
MATCH (r:Refusal {id: $id})
DETACH DELETE r
