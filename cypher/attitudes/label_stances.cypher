// Derived: where does each of these people stand, as a label for Neo4j Browser?
UNWIND $people AS person
MATCH (p:Person {id: person.id})
REMOVE p:Positive:Neutral:Negative:Unknown
SET p.stanceAsOf = $as_of
FOREACH (_ IN CASE person.stance WHEN 'positive' THEN [1] ELSE [] END | SET p:Positive)
FOREACH (_ IN CASE person.stance WHEN 'neutral' THEN [1] ELSE [] END | SET p:Neutral)
FOREACH (_ IN CASE person.stance WHEN 'negative' THEN [1] ELSE [] END | SET p:Negative)
FOREACH (_ IN CASE person.stance WHEN 'unknown' THEN [1] ELSE [] END | SET p:Unknown)
