-- The rhythm of each feed: its new entries since it was first polled (what it held then tells
-- nothing) and for at most 60 days. An entry's own date counts where it is believable, because
-- passes may have paused.
WITH observed AS (
    SELECT
        source_id,
        greatest(first_polled_at, $now - INTERVAL 60 DAY) AS since
    FROM news.feed_states
    WHERE first_polled_at IS NOT NULL
),

arrivals AS (
    SELECT
        entries.source_id,
        observed.since,
        CASE
            WHEN entries.published_at BETWEEN entries.seen_at - INTERVAL 7 DAY AND entries.seen_at
                THEN entries.published_at
            ELSE entries.seen_at
        END AS arrived_at
    FROM news.entries
    INNER JOIN observed ON entries.source_id = observed.source_id
    WHERE entries.version = 1 AND entries.seen_at > observed.since
),

gaps AS (
    SELECT
        source_id,
        arrived_at,
        epoch(arrived_at) - epoch(
            lag(arrived_at, 1, since) OVER (PARTITION BY source_id ORDER BY arrived_at)
        ) AS gap_seconds
    FROM arrivals
    WHERE arrived_at > since
)

SELECT
    observed.source_id,
    any_value(observed.since) AS since,
    max(gaps.arrived_at) AS last_at,
    count(gaps.arrived_at) AS arrival_count,
    count(*) FILTER (WHERE gaps.arrived_at > $now - INTERVAL 14 DAY) AS recent_count,
    coalesce(max(gaps.gap_seconds), 0) AS longest_gap_seconds
FROM observed
LEFT JOIN gaps ON observed.source_id = gaps.source_id
GROUP BY observed.source_id;
