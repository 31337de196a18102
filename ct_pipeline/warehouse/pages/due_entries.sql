-- Entries whose page has not been had and is due: never tried first, newest first.
-- A page that was fetched stays `pending` without a next attempt until it is extracted.
SELECT
    entry_id,
    source_id,
    article_id,
    url,
    canonical_url,
    attempts
FROM news.entry_outcomes
WHERE
    seed_file IS NULL
    AND url IS NOT NULL
    AND (
        (outcome = 'pending' AND attempts = 0 AND next_attempt_at IS NULL)
        OR (
            outcome IN ('pending', 'fetch_failed', 'blocked')
            -- A wait that is longer than any was noted before the clock was set back.
            AND (next_attempt_at <= $now OR next_attempt_at > $furthest)
        )
    )
ORDER BY attempts > 0, first_seen_at DESC, entry_id ASC
