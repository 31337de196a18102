-- For each revision the extraction in force: the present one's is the article's text, an earlier
-- one's is the last.
WITH ranked AS (
    SELECT
        texts.article_id,
        texts.revision,
        texts.text_id
    FROM {{ ref('stg_news__article_texts') }} AS texts
    INNER JOIN {{ ref('int_articles__grouped') }} AS articles
        ON texts.article_id = articles.article_id
    QUALIFY row_number() OVER (
        PARTITION BY texts.article_id, texts.revision
        ORDER BY texts.text_id = articles.text_id DESC, texts.extracted_at DESC
    ) = 1
)

SELECT
    ranked.*,
    hash(ranked) AS row_hash
FROM ranked
