WITH of_programmes AS (
    SELECT DISTINCT
        events.programme_id,
        sources.article_id
    FROM {{ ref('events') }} AS events
    INNER JOIN {{ ref('ledger_sources') }} AS sources
        ON events.event_id = sources.row_id AND sources.ledger_table = 'events'
    WHERE events.programme_id IS NOT NULL
),

told AS (
    SELECT
        programme_id,
        starts_from AS at_from,
        starts_to AS at_to,
        precision,
        'event' AS kind,
        event_id AS ref_id,
        name AS text,
        article_id
    FROM {{ ref('events') }}
    UNION ALL
    SELECT
        commitments.programme_id,
        articles.published_from::DATE,
        articles.published_to::DATE,
        articles.published_precision,
        'commitment' AS kind,
        commitments.commitment_id,
        commitments.what,
        commitments.article_id
    FROM {{ ref('commitments') }} AS commitments
    INNER JOIN {{ ref('articles') }} AS articles ON commitments.article_id = articles.article_id
    UNION ALL
    SELECT
        programme_id,
        due_from,
        due_to,
        due_precision,
        'due' AS kind,
        commitment_id,
        what,
        article_id
    FROM {{ ref('commitments') }}
    WHERE due_to IS NOT NULL
    UNION ALL
    SELECT
        programmes.programme_id,
        figures.as_of_from,
        figures.as_of_to,
        NULL AS precision,
        'figure' AS kind,
        figures.figure_id,
        figures.sentence,
        figures.article_id
    FROM {{ ref('figures') }} AS figures
    INNER JOIN {{ ref('programmes') }} AS programmes
        ON list_contains(figures.subject_ids, programmes.programme_id)
    UNION ALL
    SELECT
        of_programmes.programme_id,
        articles.published_from::DATE,
        articles.published_to::DATE,
        articles.published_precision,
        'quote' AS kind,
        quotes.quote_id,
        quotes.quote,
        quotes.article_id
    FROM {{ ref('quotes') }} AS quotes
    INNER JOIN of_programmes ON quotes.article_id = of_programmes.article_id
    INNER JOIN {{ ref('articles') }} AS articles ON quotes.article_id = articles.article_id
    UNION ALL
    SELECT DISTINCT
        of_programmes.programme_id,
        canonical.published_from::DATE,
        canonical.published_to::DATE,
        canonical.published_precision,
        'story' AS kind,
        stories.story_id,
        stories.title,
        stories.canonical_article_id
    FROM {{ ref('stories') }} AS stories
    INNER JOIN {{ ref('articles') }} AS canonical
        ON stories.canonical_article_id = canonical.article_id
    INNER JOIN {{ ref('articles') }} AS members ON stories.story_id = members.story_id
    INNER JOIN of_programmes ON members.article_id = of_programmes.article_id
)

SELECT
    programme_id,
    at_from,
    at_to,
    precision,
    kind,
    ref_id,
    text,
    article_id
FROM told
WHERE programme_id IS NOT NULL
