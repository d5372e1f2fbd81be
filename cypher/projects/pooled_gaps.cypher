// What was known by the day of the gaps between occurrences over all accounts, since an administrator looked?
MATCH (g:PooledGaps)
WHERE g.fittedOn <= $as_of
RETURN g.id AS id, g.days AS days, g.count AS count
