SELECT
    source_id,
    outcome,
    count(*)::INTEGER AS entry_count,
    count(*) / sum(count(*)) OVER (PARTITION BY source_id) AS share,
    max(first_seen_at) AS last_seen_at
FROM {{ ref('entry_outcomes') }}
GROUP BY source_id, outcome
