{{ config(meta={'slice': {'kind': 'months', 'columns': ['month']}}) }}

-- Copies would count one text many times: only canonical articles are counted.
WITH dated AS (
    SELECT
        article_id,
        date_trunc('month', coalesce(published_from, first_seen_at))::DATE AS month
    FROM {{ ref('articles') }}
    WHERE is_canonical
),

named AS (
    SELECT DISTINCT
        mentions.article_id,
        mentions.entity_id,
        dated.month
    FROM {{ ref('mentions') }} AS mentions
    INNER JOIN dated ON mentions.article_id = dated.article_id
    WHERE {{ touched('months', ['dated.month']) }}
)

SELECT
    named.month,
    named.entity_id AS entity_id_a,
    others.entity_id AS entity_id_b,
    count(*)::INTEGER AS article_count
FROM named
INNER JOIN named AS others
    ON
        named.article_id = others.article_id
        AND named.entity_id < others.entity_id
GROUP BY named.month, named.entity_id, others.entity_id
