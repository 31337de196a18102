SELECT
    changes.old_dispatch_id,
    changes.new_dispatch_id,
    count(*) AS article_count,
    min(coalesce(title, url, seed_file, changes.article_id)) AS heading
FROM news.dispatch_changes AS changes
INNER JOIN news.current_texts USING (article_id)
WHERE changes.changed_at = $changed_at
GROUP BY ALL
ORDER BY article_count DESC, heading ASC
LIMIT $limit
