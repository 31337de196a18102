CREATE OR REPLACE TEMP TABLE dropped_edges AS
SELECT
    article_id_a,
    article_id_b
FROM copy_edges AS edges
LEFT JOIN touched_ids AS a ON edges.article_id_a = a.article_id
LEFT JOIN touched_ids AS b ON edges.article_id_b = b.article_id
WHERE
    coalesce(a.is_changed, false)
    OR coalesce(b.is_changed, false)
    OR (
        (a.article_id IS NOT null OR b.article_id IS NOT null)
        AND NOT EXISTS (
            SELECT 1 FROM candidate_pairs AS pairs
            WHERE
                pairs.article_id_a = edges.article_id_a
                AND pairs.article_id_b = edges.article_id_b
        )
    )
