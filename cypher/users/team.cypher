// Which team of ours has this name?
MATCH (t:Team {name: $name})
RETURN t.name AS id
