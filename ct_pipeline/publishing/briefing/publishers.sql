-- The outlets with the most relevant articles of the last month, and how many were their own.
SELECT
    publisher,
    count(*) AS article_count,
    count(*) FILTER (copy_relation IN ('original', 'roundup')) AS own_count
FROM marts.articles
WHERE
    first_seen_at >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
    AND relevance_grade >= 1
    AND publisher IS NOT NULL
GROUP BY publisher
ORDER BY article_count DESC, publisher ASC
LIMIT $limit
