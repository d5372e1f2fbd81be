// Note what a write answers, in the transaction that does it.
MATCH (r:Receipt {id: $id})
SET r.answer = $answer, r.accountIds = $account_ids
