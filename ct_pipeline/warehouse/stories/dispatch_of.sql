SELECT dispatch_id FROM news.dispatches WHERE dispatch_id = $id
UNION ALL
SELECT dispatch_id FROM news.dispatch_members WHERE article_id = $id
UNION ALL
SELECT current_id FROM news.dispatch_aliases WHERE old_id = $id
