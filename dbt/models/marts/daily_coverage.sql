WITH dated AS (
    SELECT
        coalesce(published_from, first_seen_at)::DATE AS day,
        published_from IS NOT NULL AS is_published_day,
        language,
        publisher,
        relevance_grade,
        copy_relation
    FROM {{ ref('articles') }}
)

SELECT
    day,
    is_published_day,
    language,
    publisher,
    relevance_grade,
    count(*)::INTEGER AS article_count,
    count(*) FILTER (WHERE copy_relation IN ('original', 'roundup'))::INTEGER AS own_text_count
FROM dated
GROUP BY day, is_published_day, language, publisher, relevance_grade
ORDER BY day, language, publisher, relevance_grade
