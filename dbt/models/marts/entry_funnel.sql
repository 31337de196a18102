SELECT
    source_id,
    outcome,
    sum(entry_count)::INTEGER AS entry_count,
    sum(entry_count) / sum(sum(entry_count)) OVER (PARTITION BY source_id) AS share,
    max(last_seen_at) AS last_seen_at
FROM {{ ref('daily_entries') }}
GROUP BY source_id, outcome
