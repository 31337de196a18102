-- Where the texts in force lie of the articles that are to be compared.
CREATE OR REPLACE TEMP TABLE paired_places AS
WITH paired AS (
    SELECT DISTINCT unnest([article_id_a, article_id_b]) AS article_id
    FROM unverified_pairs
)

SELECT
    articles.article_id,
    texts.rowid AS place
FROM news.articles
SEMI JOIN paired ON articles.article_id = paired.article_id
INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
