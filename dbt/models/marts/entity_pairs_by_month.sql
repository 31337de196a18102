-- Copies would count one text many times: only canonical articles are counted.
WITH named AS (
    SELECT DISTINCT
        mentions.article_id,
        mentions.entity_id,
        date_trunc('month', coalesce(articles.published_from, articles.first_seen_at))::DATE
            AS month
    FROM {{ ref('mentions') }} AS mentions
    INNER JOIN {{ ref('articles') }} AS articles
        ON mentions.article_id = articles.article_id
    WHERE articles.is_canonical
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
