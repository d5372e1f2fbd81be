// Let nobody else edit what belongs to no account, or add under an id of their choice, until the transaction ends.
MERGE (r:ReferenceData {id: 'reference data'})
SET r.editedAt = datetime()
