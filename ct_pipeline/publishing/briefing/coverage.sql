-- How many articles of any relevance came each day of the last month, by language.
SELECT
    strftime(first_seen_at, '%Y-%m-%d') AS day,
    coalesce(language, '?') AS language,
    count(*)
FROM marts.articles
WHERE first_seen_at >= $now::TIMESTAMPTZ - INTERVAL 31 DAY AND relevance_grade >= 1
GROUP BY ALL
ORDER BY ALL
