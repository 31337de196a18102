-- Every text in force, in the shape of a batch of stale ones.
CREATE OR REPLACE TEMP TABLE stale_texts AS
SELECT
    article_id,
    current_text_id AS text_id,
    row_number() OVER (ORDER BY article_id) - 1 AS place
FROM news.articles
