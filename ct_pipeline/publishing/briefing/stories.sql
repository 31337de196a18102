-- The stories of the last month that matter, newest first within a grade, each as one object.
WITH recent AS (
    SELECT *
    FROM marts.stories
    WHERE
        relevance_grade >= 1
        AND story_id IN (
            SELECT story_id FROM marts.articles
            WHERE first_seen_at >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
        )
    ORDER BY relevance_grade DESC, first_seen_at DESC, story_id ASC
    LIMIT $limit
),

told AS (
    SELECT
        articles.story_id,
        articles.dispatch_id,
        min(articles.first_seen_at) AS first_seen_at,
        list({
            'title': articles.title,
            'opening': CASE WHEN articles.title IS NULL THEN left(articles.body, 400) END,
            'publisher': articles.publisher,
            'agencies': articles.agency_credits,
            'url': articles.url,
            'language': articles.language,
            'relation': articles.copy_relation,
            'published': strftime(articles.published_from, '%Y-%m-%dT%H:%M:%SZ'),
            'precision': articles.published_precision,
            'withdrawn': articles.withdrawn_at IS NOT NULL
        } ORDER BY articles.is_canonical DESC, articles.published_from ASC, articles.article_id ASC)
            AS members
    FROM marts.articles
    SEMI JOIN recent ON articles.story_id = recent.story_id
    GROUP BY articles.story_id, articles.dispatch_id
),

told_stories AS (
    SELECT
        story_id,
        list(members ORDER BY first_seen_at, dispatch_id) AS dispatches
    FROM told
    GROUP BY story_id
)

SELECT
    to_json({
        'id': recent.story_id,
        'title': recent.title,
        'opening': CASE WHEN recent.title IS NULL THEN left(canonical.body, 400) END,
        'grade': recent.relevance_grade,
        'uncertain': canonical.is_uncertain,
        'evidence': canonical.relevance_evidence,
        'language': canonical.language,
        'languages': recent.languages,
        'publishers': recent.publishers,
        'seen': strftime(recent.first_seen_at, '%Y-%m-%dT%H:%M:%SZ'),
        'dispatches': told_stories.dispatches
    })
FROM recent
INNER JOIN marts.articles AS canonical ON recent.canonical_article_id = canonical.article_id
INNER JOIN told_stories ON recent.story_id = told_stories.story_id
ORDER BY recent.relevance_grade DESC, recent.first_seen_at DESC, recent.story_id ASC;
