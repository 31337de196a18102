UPDATE news.copy_edges SET relation = labelled.relation
FROM (
    SELECT
        article_id_a,
        article_id_b,
        CASE
            WHEN
                pair_relation IN ({{ joining }})
                AND (
                    article_id_a IN (SELECT article_id FROM roundup_ids)
                    OR article_id_b IN (SELECT article_id FROM roundup_ids)
                )
                THEN 'roundup'
            WHEN (article_id_a, article_id_b) IN (FROM carried_pairs) THEN 'near_copy'
            ELSE pair_relation
        END AS relation
    FROM news.copy_edges
    SEMI JOIN component ON article_id_a = component.article_id
) AS labelled
WHERE
    copy_edges.article_id_a = labelled.article_id_a
    AND copy_edges.article_id_b = labelled.article_id_b
    AND copy_edges.relation != labelled.relation
