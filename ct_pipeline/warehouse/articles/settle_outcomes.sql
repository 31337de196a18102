-- What reading a page or seed came to, for the entry behind it. A challenge or consent page is
-- asked for again like one that is forbidden (pages/tries.py).
UPDATE news.entry_outcomes AS known
SET
    outcome = settled.outcome,
    reason = settled.reason,
    article_id = settled.article_id,
    next_attempt_at = CASE
        WHEN settled.outcome = 'blocked' AND known.attempts < $blocked_tries
            THEN settled.updated_at + $blocked_wait
    END,
    updated_at = settled.updated_at
FROM settled
WHERE known.entry_id = settled.entry_id
