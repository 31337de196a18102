{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['article_id', 'revision'],
    on_schema_change='fail',
    post_hook="{{ forget_vanished(ref('int_article_revisions__extracted'), ['article_id', 'revision']) }}"
) }}

WITH changed AS (
    SELECT revisions.*
    FROM {{ ref('int_article_revisions__extracted') }} AS revisions
    {{ only_changed('revisions', ['article_id', 'revision']) }}
)

SELECT
    changed.article_id,
    changed.revision,
    texts.seen_at,
    texts.title,
    texts.body,
    texts.change_summary,
    coalesce(edits.changes, []) AS changes,
    changed.row_hash
FROM changed
INNER JOIN {{ ref('stg_news__article_texts') }} AS texts ON changed.text_id = texts.text_id
LEFT JOIN {{ ref('stg_news__text_changes') }} AS edits ON changed.text_id = edits.text_id
