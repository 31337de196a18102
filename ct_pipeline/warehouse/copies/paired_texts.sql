CREATE OR REPLACE TEMP TABLE paired_texts AS
SELECT DISTINCT current_text_id AS text_id
FROM news.articles
SEMI JOIN (
    SELECT unnest([article_id_a, article_id_b]) AS article_id FROM id_pairs
) AS paired USING (article_id)
