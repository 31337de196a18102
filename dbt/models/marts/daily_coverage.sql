{{ config(meta={'slice': {'kind': 'days', 'columns': ['day']}}) }}

WITH dated AS (
    SELECT
        coalesce(published_from, first_seen_at)::DATE AS day,
        published_from IS NOT NULL AS is_published_day,
        language,
        publisher,
        relevance_grade,
        copy_relation IN ('original', 'roundup') AS is_own_text,
        len(agency_credits) > 0 AS is_agency_text
    FROM {{ ref('articles') }}
)

SELECT
    day,
    is_published_day,
    language,
    publisher,
    relevance_grade,
    count(*)::INTEGER AS article_count,
    count(*) FILTER (is_own_text)::INTEGER AS own_text_count,
    count(*) FILTER (is_agency_text)::INTEGER AS agency_text_count,
    count(*) FILTER (is_own_text AND NOT is_agency_text)::INTEGER AS original_text_count
FROM dated
WHERE {{ touched('days', ['day']) }}
GROUP BY day, is_published_day, language, publisher, relevance_grade
ORDER BY day, language, publisher, relevance_grade
