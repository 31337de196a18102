SELECT
    publisher,
    count(*)::INTEGER AS article_count,
    count(*) FILTER (WHERE copy_relation IN ('original', 'roundup'))::INTEGER AS own_text_count,
    count(*) FILTER (WHERE len(agency_credits) > 0)::INTEGER AS agency_text_count,
    count(*) FILTER (
        WHERE copy_relation IN ('original', 'roundup') AND len(agency_credits) = 0
    ) / count(*) AS originality
FROM {{ ref('articles') }}
WHERE publisher IS NOT NULL
GROUP BY publisher
