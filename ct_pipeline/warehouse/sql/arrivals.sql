-- When each feed's new entries came, since it was first polled (what it held then tells nothing
-- of its rhythm) and for at most 60 days. An entry's own date counts where it is believable,
-- because passes may have paused.
WITH observed AS (
    SELECT
        source_id,
        greatest(first_polled_at, $now - INTERVAL 60 DAY) AS since
    FROM news.feed_states
    WHERE first_polled_at IS NOT NULL
),

arrivals AS (
    SELECT
        source_id,
        CASE
            WHEN published_at BETWEEN seen_at - INTERVAL 7 DAY AND seen_at THEN published_at
            ELSE seen_at
        END AS arrived_at
    FROM news.entries
    WHERE version = 1 AND seen_at > $now - INTERVAL 60 DAY
)

SELECT
    observed.source_id,
    any_value(observed.since) AS since,
    coalesce(
        list(arrivals.arrived_at ORDER BY arrivals.arrived_at)
            FILTER (arrivals.arrived_at > observed.since),
        []
    ) AS arrivals
FROM observed
LEFT JOIN arrivals ON observed.source_id = arrivals.source_id
GROUP BY observed.source_id;
