-- Dispatches that later dispatches of the same running story bring up to date.
SELECT
    least(a.dispatch_id, b.dispatch_id) AS dispatch_id_a,
    greatest(a.dispatch_id, b.dispatch_id) AS dispatch_id_b,
    max(copy_edges.score) AS score,
    arg_max(copy_edges.shared_passage, copy_edges.score) AS shared_passage
FROM news.copy_edges
INNER JOIN news.dispatch_members AS a ON copy_edges.article_id_a = a.article_id
INNER JOIN news.dispatch_members AS b ON copy_edges.article_id_b = b.article_id
WHERE
    copy_edges.relation = 'update'
    AND a.dispatch_id != b.dispatch_id
    AND a.copy_relation != 'roundup'
    AND b.copy_relation != 'roundup'
GROUP BY ALL
ORDER BY ALL
