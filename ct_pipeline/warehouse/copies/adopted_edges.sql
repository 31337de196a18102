CREATE OR REPLACE TEMP TABLE adopted_edges AS
SELECT * FROM rebuilt.copy_edges
WHERE EXISTS (
    SELECT 1 FROM news.text_signatures AS signatures
    WHERE
        signatures.algorithm_version = $version
        AND signatures.article_id IN (article_id_a, article_id_b)
)
