{{ config(meta={'slice': {
    'kind': 'articles', 'columns': ['article_id'], 'seen_column': 'first_seen_at'
}}) }}

SELECT
    in_force.article_id,
    in_force.revision,
    texts.seen_at,
    texts.title,
    texts.body,
    texts.change_summary,
    coalesce(edits.changes, []) AS changes,
    in_force.first_seen_at
FROM {{ ref('int_article_revisions__in_force') }} AS in_force
INNER JOIN {{ ref('stg_news__article_texts') }} AS texts ON in_force.text_id = texts.text_id
LEFT JOIN {{ ref('stg_news__text_changes') }} AS edits ON in_force.text_id = edits.text_id
