-- Dispatches that a later text of the same running story brings up to date.
CREATE OR REPLACE TEMP TABLE wanted_updates AS
SELECT
    least(a.dispatch_id, b.dispatch_id) AS dispatch_id_a,
    greatest(a.dispatch_id, b.dispatch_id) AS dispatch_id_b,
    'update' AS kind,
    max(copy_edges.score) AS score,
    ['shared_passage'] AS anchors,
    arg_max(copy_edges.shared_passage, (copy_edges.score, copy_edges.shared_passage)) AS sentence_a,
    sentence_a AS sentence_b,
    $version AS algorithm_version
FROM news.copy_edges
INNER JOIN news.dispatch_members AS a ON copy_edges.article_id_a = a.article_id
INNER JOIN news.dispatch_members AS b ON copy_edges.article_id_b = b.article_id
WHERE
    copy_edges.relation = 'update'
    AND a.dispatch_id != b.dispatch_id
    AND a.copy_relation != 'roundup'
    AND b.copy_relation != 'roundup'
GROUP BY
    least(a.dispatch_id, b.dispatch_id),
    greatest(a.dispatch_id, b.dispatch_id)
