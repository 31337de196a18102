-- Hosts with texts first read since then that have enough articles, and half as many again as the
-- profile in force was made of; with the number of the next profile.
WITH new_hosts AS (
    SELECT DISTINCT lower(regexp_extract(articles.url, '^[a-z]+://([^/?#]+)', 1)) AS host
    FROM news.article_texts
    INNER JOIN news.articles USING (article_id)
    WHERE article_texts.extracted_at >= $since AND articles.origin = 'feed'
),

counted AS (
    SELECT
        new_hosts.host,
        count(*) AS article_count
    FROM new_hosts
    INNER JOIN news.articles
        ON new_hosts.host = lower(regexp_extract(articles.url, '^[a-z]+://([^/?#]+)', 1))
    GROUP BY new_hosts.host
),

newest AS (
    SELECT
        host,
        max(number) AS number,
        arg_max(article_count, number) AS article_count
    FROM news.host_profiles
    GROUP BY host
)

SELECT
    counted.host,
    coalesce(newest.number, 0) + 1 AS number
FROM counted
LEFT JOIN newest USING (host)
WHERE
    counted.article_count >= $least
    AND counted.article_count >= coalesce(newest.article_count, 0) * $growth
ORDER BY counted.host
