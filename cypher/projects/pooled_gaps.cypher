// What is known of the gaps between occurrences over all accounts, since an administrator last looked?
MATCH (g:PooledGaps)
RETURN g.id AS id, g.days AS days, g.count AS count
