{{ config(meta={'slice': {
    'kind': 'articles', 'columns': ['article_id'], 'seen_column': 'first_seen_at'
}}) }}

SELECT
    articles.article_id,
    articles.origin,
    articles.source_id,
    articles.url,
    articles.seed_file,
    texts.title,
    texts.title_method,
    texts.author,
    coalesce(texts.publisher, articles.source_name) AS publisher,
    texts.agency_credits,
    texts.dateline_place,
    texts.language,
    texts.language_confidence,
    texts.published_from,
    texts.published_to,
    texts.published_precision,
    texts.published_evidence,
    articles.first_seen_at,
    texts.body,
    texts.word_count,
    articles.dispatch_id,
    articles.copy_relation,
    articles.is_canonical,
    articles.story_id,
    articles.relevance_grade,
    articles.is_uncertain,
    articles.relevance_evidence,
    texts.is_teaser,
    articles.withdrawn_at,
    articles.relevance_rule,
    articles.topics,
    articles.ruleset_version,
    texts.extractor_version,
    articles.text_id
FROM {{ ref('int_articles__grouped') }} AS articles
INNER JOIN {{ ref('stg_news__article_texts') }} AS texts ON articles.text_id = texts.text_id
