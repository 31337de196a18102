SELECT
    dispatch_id,
    article_count
FROM news.dispatches
WHERE
    article_count >= $least
    AND dispatch_id NOT IN (
        SELECT members.dispatch_id
        FROM news.dispatch_members AS members
        INNER JOIN news.applied_links AS links
            ON members.article_id IN (links.article_id_a, links.article_id_b)
        WHERE links.kind = 'must_link'
    )
ORDER BY article_count DESC, dispatch_id ASC
LIMIT 20
