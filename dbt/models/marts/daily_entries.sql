{{ config(meta={'slice': {'kind': 'entry_days', 'columns': ['day']}}) }}

WITH dated AS (
    SELECT
        first_seen_at::DATE AS day,
        source_id,
        outcome,
        first_seen_at
    FROM {{ ref('entry_outcomes') }}
)

SELECT
    day,
    source_id,
    outcome,
    count(*)::INTEGER AS entry_count,
    max(first_seen_at) AS last_seen_at
FROM dated
WHERE {{ touched('entry_days', ['day']) }}
GROUP BY day, source_id, outcome
ORDER BY day, source_id, outcome
