-- Texts in force that no signature names, newest first.
CREATE OR REPLACE TEMP TABLE stale_texts AS
SELECT
    articles.article_id,
    texts.text_id,
    texts.rowid AS text_place,
    row_number() OVER (ORDER BY texts.published_from DESC NULLS FIRST, texts.text_id ASC)
    - 1 AS place
FROM news.articles
INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
WHERE NOT EXISTS (
    SELECT 1 FROM text_signatures AS signatures
    WHERE
        signatures.text_id = articles.current_text_id
        AND signatures.article_id = articles.article_id
)
