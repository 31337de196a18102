SELECT
    changed_at,
    algorithm_version,
    changes.article_id,
    title,
    old_dispatch_id,
    new_dispatch_id
FROM news.dispatch_changes AS changes
INNER JOIN news.current_texts USING (article_id)
ORDER BY changed_at DESC, new_dispatch_id ASC, changes.article_id ASC
LIMIT $limit
