// Store these vendors.
UNWIND $rows AS row
MERGE (v:Vendor {id: row.id})
SET v += row.properties
