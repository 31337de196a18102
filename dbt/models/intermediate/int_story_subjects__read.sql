-- The text that stands for each dispatch when events are told apart, with a fingerprint of the
-- reading.
WITH subjects AS (
    SELECT
        articles.article_id,
        subjects.dispatch_id,
        subjects.text_id,
        subjects.version
    FROM {{ ref('stg_news__story_subjects') }} AS subjects
    INNER JOIN {{ ref('int_articles__grouped') }} AS articles
        ON subjects.text_id = articles.text_id
)

SELECT
    subjects.*,
    hash(subjects) AS row_hash
FROM subjects
