SELECT count(*)
FROM news.articles
FULL JOIN (
    SELECT
        article_id,
        count(*) AS dispatch_count
    FROM news.dispatch_members
    INNER JOIN news.dispatches USING (dispatch_id)
    GROUP BY article_id
) AS members USING (article_id)
WHERE members.dispatch_count IS DISTINCT FROM 1 OR articles.entry_id IS NULL
