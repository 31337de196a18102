WITH told AS (
    SELECT
        'event' AS kind,
        event_id AS ref_id,
        starts_from AS at_from,
        coalesce(ends_to, starts_to) AS at_to,
        precision,
        FALSE AS is_overdue,
        name AS text,
        article_id
    FROM {{ ref('stg_news__events') }}
    WHERE is_coming AND starts_from IS NOT NULL
    UNION ALL
    SELECT
        'commitment' AS kind,
        commitment_id,
        due_from,
        due_to,
        due_precision,
        status = 'overdue' AS is_overdue,
        what,
        article_id
    FROM {{ ref('commitments') }}
    WHERE status IN ('open', 'postponed', 'overdue') AND due_to IS NOT NULL
)

SELECT
    kind,
    ref_id,
    at_from,
    at_to,
    precision,
    is_overdue,
    text,
    article_id
FROM told
ORDER BY at_to, kind, ref_id
