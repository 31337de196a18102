SELECT
    dispatch_id,
    canonical_article_id,
    named_at,
    list(article_id ORDER BY article_id)
FROM news.dispatches
INNER JOIN news.dispatch_members USING (dispatch_id)
SEMI JOIN component USING (article_id)
GROUP BY ALL
