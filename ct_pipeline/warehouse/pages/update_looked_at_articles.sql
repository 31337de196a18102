-- What another look at known pages found: still there, gone, or no answer this time.
UPDATE news.articles
SET
    next_fetch_at = looked.next_fetch_at,
    withdrawn_at = CASE
        WHEN NOT looked.is_answered THEN articles.withdrawn_at
        WHEN looked.withdrawn_at IS NULL THEN NULL
        ELSE coalesce(articles.withdrawn_at, looked.withdrawn_at)
    END
FROM looked
WHERE articles.article_id = looked.article_id
