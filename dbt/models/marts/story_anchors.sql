{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='article_id',
    on_schema_change='fail',
    post_hook="{{ forget_vanished(ref('int_story_subjects__read'), ['article_id', 'row_hash']) }}"
) }}

WITH changed AS (
    SELECT subjects.*
    FROM {{ ref('int_story_subjects__read') }} AS subjects
    {% if is_incremental() -%}
        WHERE subjects.row_hash NOT IN (SELECT published.row_hash FROM {{ this }} AS published)
    {%- endif %}
),

anchors AS (
    SELECT
        changed.article_id,
        CASE
            WHEN anchors.kind IN ('person', 'body', 'series') THEN 'entity'
            WHEN anchors.kind = 'city' THEN 'place'
            WHEN anchors.kind = 'means' THEN 'day'
            ELSE anchors.kind
        END AS kind,
        CASE
            WHEN anchors.kind IN ('country', 'region') THEN upper(anchors.anchor_key)
            ELSE anchors.anchor_key
        END AS value,
        anchors.field,
        anchors.char_start,
        anchors.char_end,
        substr(
            CASE anchors.field WHEN 'title' THEN texts.title ELSE texts.body END,
            anchors.sentence_start + 1,
            anchors.sentence_end - anchors.sentence_start
        ) AS sentence,
        changed.row_hash
    FROM changed
    INNER JOIN {{ ref('stg_news__story_anchors') }} AS anchors
        ON changed.dispatch_id = anchors.dispatch_id
    INNER JOIN {{ ref('stg_news__article_texts') }} AS texts ON changed.text_id = texts.text_id
    WHERE anchors.anchor_key != ''
)

SELECT *
FROM anchors
QUALIFY
    row_number() OVER (
        PARTITION BY article_id, kind, value ORDER BY field DESC, char_start ASC, char_end ASC
    ) = 1
