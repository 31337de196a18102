-- Of each revision of the touched articles the extraction in force: the present one's is the
-- article's text, an earlier one's is the last. Without the texts: a model that named them twice
-- would keep all of the archive's in memory.
WITH touched AS (
    SELECT
        text_id,
        article_id,
        revision,
        extracted_at
    FROM {{ ref('stg_news__article_texts') }}
    WHERE {{ touched('articles', ['article_id']) }}
)

SELECT
    touched.text_id,
    touched.article_id,
    touched.revision,
    articles.first_seen_at
FROM touched
INNER JOIN {{ ref('int_articles__grouped') }} AS articles
    ON touched.article_id = articles.article_id
QUALIFY row_number() OVER (
    PARTITION BY touched.article_id, touched.revision
    ORDER BY touched.text_id = articles.text_id DESC, touched.extracted_at DESC
) = 1
