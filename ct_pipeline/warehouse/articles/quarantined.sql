SELECT
    coalesce(seed_file, url),
    reason
FROM news.entry_outcomes
WHERE outcome = 'quarantined'
ORDER BY updated_at DESC
LIMIT $limit
