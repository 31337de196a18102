-- The feeds that are followed, those with a problem first.
SELECT
    sources.name,
    health.state,
    health.detail,
    strftime(health.last_success_at, '%Y-%m-%d %H:%M') AS last_success,
    strftime(health.last_new_entry_at, '%Y-%m-%d %H:%M') AS last_new_entry
FROM marts.feed_health AS health
INNER JOIN marts.sources AS sources ON health.source_id = sources.source_id
WHERE sources.enabled
ORDER BY health.state = 'healthy', health.state, sources.name
