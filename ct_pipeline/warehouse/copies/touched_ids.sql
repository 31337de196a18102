CREATE OR REPLACE TEMP TABLE touched_ids AS
SELECT
    article_id,
    bool_or(is_changed) AS is_changed
FROM touched_articles
INNER JOIN text_signatures USING (article_key)
GROUP BY article_id
