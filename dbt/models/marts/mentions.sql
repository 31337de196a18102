{{ config(meta={'slice': {
    'kind': 'articles', 'columns': ['article_id'], 'seen_column': 'first_seen_at'
}}) }}

-- Of each article's present text, by the newest rules that read it.
SELECT
    articles.article_id,
    mentions.entity_id,
    mentions.surface,
    mentions.field,
    mentions.char_start,
    mentions.char_end,
    mentions.sentence,
    mentions.ruleset_version,
    articles.first_seen_at
FROM {{ ref('stg_news__mentions') }} AS mentions
INNER JOIN {{ ref('int_articles__grouped') }} AS articles ON mentions.text_id = articles.text_id
INNER JOIN {{ ref('int_texts__judged') }} AS judged
    ON
        mentions.text_id = judged.text_id
        AND mentions.ruleset_version = judged.ruleset_version
