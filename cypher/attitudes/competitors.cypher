// Which vendors compete with us?
MATCH (v:Vendor)
WHERE NOT v.isUs
RETURN v.id AS id, v.name AS name
ORDER BY name, id
