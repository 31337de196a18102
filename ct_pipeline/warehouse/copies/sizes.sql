SELECT
    count(*),
    count(*) FILTER (article_count > 1),
    coalesce(sum(article_count - 1), 0)::BIGINT,
    coalesce(max(article_count), 0)
FROM news.dispatches
