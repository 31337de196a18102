-- How the tries of pages ended, by host.
SELECT
    regexp_extract(requested_url, '^[a-z]+://([^/?#]+)', 1) AS host,
    CASE WHEN result = 'http_error' THEN coalesce(detail, result) ELSE result END AS outcome,
    count(*) AS try_count
FROM news.fetches
WHERE kind = 'page' AND fetched_at >= $since
GROUP BY ALL
ORDER BY try_count DESC, host ASC, outcome ASC
