{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='article_id',
    on_schema_change='fail',
    post_hook="{{ forget_vanished(ref('int_articles__grouped'), ['article_id']) }}"
) }}

WITH changed AS (
    SELECT articles.*
    FROM {{ ref('int_articles__grouped') }} AS articles
    {{ only_changed('articles', ['article_id']) }}
)

SELECT
    changed.article_id,
    changed.origin,
    changed.source_id,
    changed.url,
    changed.seed_file,
    texts.title,
    texts.title_method,
    texts.author,
    coalesce(texts.publisher, changed.source_name) AS publisher,
    texts.agency_credits,
    texts.dateline_place,
    texts.language,
    texts.language_confidence,
    texts.published_from,
    texts.published_to,
    texts.published_precision,
    texts.published_evidence,
    changed.first_seen_at,
    texts.body,
    texts.word_count,
    changed.dispatch_id,
    changed.copy_relation,
    changed.is_canonical,
    changed.story_id,
    changed.relevance_grade,
    changed.is_uncertain,
    changed.relevance_evidence,
    texts.is_teaser,
    changed.withdrawn_at,
    changed.relevance_rule,
    changed.topics,
    changed.ruleset_version,
    texts.extractor_version,
    changed.text_id,
    changed.row_hash
FROM changed
INNER JOIN {{ ref('stg_news__article_texts') }} AS texts ON changed.text_id = texts.text_id
ORDER BY changed.first_seen_at, changed.article_id
