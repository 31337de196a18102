-- How many articles of any relevance were published each day of the last month, by language; one
-- without a date counts on the day when it came.
SELECT
    strftime(coalesce(published_from, first_seen_at), '%Y-%m-%d') AS day,
    coalesce(language, '?') AS language,
    count(*)
FROM marts.articles
WHERE
    coalesce(published_from, first_seen_at) >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
    AND relevance_grade >= 1
GROUP BY ALL
ORDER BY ALL
