-- When each feed's new entries came, since it was first polled (what it held then tells nothing
-- of its rhythm) and for at most 60 days. An entry's own date counts where it is believable,
-- because passes may have paused.
WITH arrivals AS (
    SELECT
        entries.source_id,
        greatest(feed_states.first_polled_at, $now - INTERVAL 60 DAY) AS since,
        CASE
            WHEN entries.published_at BETWEEN entries.seen_at - INTERVAL 7 DAY AND entries.seen_at
                THEN entries.published_at
            ELSE entries.seen_at
        END AS arrived_at
    FROM news.entries
    INNER JOIN news.feed_states USING (source_id)
    WHERE entries.version = 1 AND entries.seen_at > $now - INTERVAL 60 DAY
)

SELECT
    source_id,
    since,
    list(arrived_at ORDER BY arrived_at) AS arrivals
FROM arrivals
WHERE arrived_at > since
GROUP BY source_id, since;
