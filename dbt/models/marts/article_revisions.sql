{{ config(meta={'slice': {'kind': 'articles', 'columns': ['article_id']}}) }}

-- Of each revision the extraction in force: the present one's is the article's text, an earlier
-- one's is the last.
WITH touched AS (
    SELECT
        text_id,
        article_id,
        revision,
        extracted_at
    FROM {{ ref('stg_news__article_texts') }}
    WHERE {{ touched('articles', ['article_id']) }}
),

in_force AS (
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
)

SELECT
    in_force.article_id,
    in_force.revision,
    texts.seen_at,
    texts.title,
    texts.body,
    texts.change_summary,
    coalesce(edits.changes, []) AS changes,
    in_force.first_seen_at
FROM in_force
INNER JOIN {{ ref('stg_news__article_texts') }} AS texts ON in_force.text_id = texts.text_id
LEFT JOIN {{ ref('stg_news__text_changes') }} AS edits ON in_force.text_id = edits.text_id
