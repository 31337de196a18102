{{ config(meta={'slice': {
    'kind': 'articles', 'columns': ['article_id'], 'seen_column': 'first_seen_at'
}}) }}

-- Of the text that stands for each dispatch when events are told apart.
WITH subjects AS (
    SELECT
        articles.article_id,
        articles.text_id,
        articles.first_seen_at,
        subjects.dispatch_id
    FROM {{ ref('int_articles__grouped') }} AS articles
    INNER JOIN {{ ref('stg_news__story_subjects') }} AS subjects
        ON articles.text_id = subjects.text_id
),

anchors AS (
    SELECT
        subjects.article_id,
        CASE
            WHEN anchors.kind IN ('person', 'body', 'series') THEN 'entity'
            WHEN anchors.kind IN ('city', 'spot') THEN 'place'
            WHEN anchors.kind = 'means' THEN 'day'
            ELSE anchors.kind
        END AS kind,
        CASE
            WHEN
                anchors.kind = 'country'
                OR (anchors.kind = 'region' AND length(anchors.anchor_key) = 2)
                THEN upper(anchors.anchor_key)
            ELSE anchors.anchor_key
        END AS value,
        anchors.field,
        anchors.char_start,
        anchors.char_end,
        substr(
            CASE anchors.field WHEN 'title' THEN texts.title ELSE texts.body END,
            anchors.sentence_start::BIGINT + 1,
            anchors.sentence_end::BIGINT - anchors.sentence_start
        ) AS sentence,
        subjects.first_seen_at
    FROM subjects
    INNER JOIN {{ ref('stg_news__story_anchors') }} AS anchors
        ON subjects.dispatch_id = anchors.dispatch_id
    INNER JOIN {{ ref('stg_news__article_texts') }} AS texts ON subjects.text_id = texts.text_id
    WHERE anchors.anchor_key != ''
)

SELECT *
FROM anchors
QUALIFY
    row_number() OVER (
        PARTITION BY article_id, kind, value ORDER BY field DESC, char_start ASC, char_end ASC
    ) = 1
