-- How many articles of grade 1 and more were published each day of the last month, by language; one
-- whose day is not known counts on the day when it came.
WITH dated AS (
    SELECT
        language,
        CASE
            WHEN published_precision IN ('second', 'minute', 'day') THEN published_from
            ELSE first_seen_at
        END AS news_at
    FROM marts.articles
    WHERE relevance_grade >= 1
)

SELECT
    strftime(news_at, '%Y-%m-%d') AS day,
    coalesce(language, '?') AS language,
    count(*)
FROM dated
WHERE news_at >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
GROUP BY ALL
ORDER BY ALL
