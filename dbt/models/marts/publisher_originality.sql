SELECT
    publisher,
    sum(article_count)::INTEGER AS article_count,
    sum(own_text_count)::INTEGER AS own_text_count,
    sum(agency_text_count)::INTEGER AS agency_text_count,
    sum(original_text_count) / sum(article_count) AS originality
FROM {{ ref('daily_coverage') }}
WHERE publisher IS NOT NULL
GROUP BY publisher
