-- Each two versions of each pair of articles.
CREATE OR REPLACE TEMP TABLE version_pairs AS
SELECT
    pairs.article_id_a,
    pairs.article_id_b,
    unnest(a.version_ids) AS text_id_a,
    version_b.text_id AS text_id_b
FROM id_pairs AS pairs
INNER JOIN text_signatures AS a ON pairs.article_id_a = a.article_id
INNER JOIN text_signatures AS b ON pairs.article_id_b = b.article_id
CROSS JOIN LATERAL (SELECT unnest(b.version_ids) AS text_id) AS version_b
