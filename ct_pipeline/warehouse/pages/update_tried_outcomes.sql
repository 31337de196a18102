-- What became of the entries whose pages were tried; settled ones stay as they are.
UPDATE news.entry_outcomes AS known
SET
    outcome = tried.outcome,
    reason = tried.reason,
    attempts = tried.attempts,
    next_attempt_at = tried.next_attempt_at,
    updated_at = tried.updated_at
FROM tried
WHERE
    known.entry_id = tried.entry_id
    AND known.outcome IN ('pending', 'fetch_failed', 'blocked')
