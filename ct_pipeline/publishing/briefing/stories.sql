-- The stories of the last month that matter, newest first within a grade, each as one object. Its
-- news time is when it was published; where only the month or year is known, the last moment of it
-- before the text came; where nothing is known, when its first text came.
WITH times AS (
    SELECT
        story_id,
        min(
            CASE WHEN published_precision IN ('second', 'minute', 'day') THEN published_from END
        ) AS exactly_at,
        min(
            CASE
                WHEN published_precision IN ('month', 'year')
                    THEN {
                        'at': least(published_to, first_seen_at),
                        'span': strftime(
                            published_from,
                            CASE published_precision WHEN 'month' THEN '%Y-%m' ELSE '%Y' END
                        )
                    }
            END
        ) AS vague,
        max(first_seen_at) AS last_seen_at
    FROM marts.articles
    GROUP BY story_id
),

recent AS (
    SELECT
        stories.*,
        times.last_seen_at,
        coalesce(times.exactly_at, times.vague.at, stories.first_seen_at) AS news_at,
        CASE WHEN times.exactly_at IS NULL THEN times.vague.span END AS news_span,
        coalesce(times.exactly_at, times.vague.at) IS NOT NULL AS is_dated
    FROM marts.stories AS stories
    INNER JOIN times ON stories.story_id = times.story_id
    WHERE
        stories.relevance_grade >= 1
        AND times.last_seen_at >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
    ORDER BY stories.relevance_grade DESC, news_at DESC, stories.story_id ASC
    LIMIT $limit
),

edits AS (
    SELECT
        article_id,
        -- The values that an edit corrected say more than how much of it is new.
        coalesce(
            arg_max(corrected, revision) FILTER (WHERE corrected != ''),
            arg_max(change_summary, revision)
        ) AS change_summary,
        strftime(max(seen_at), '%Y-%m-%dT%H:%M:%SZ') AS edited_at
    FROM (
        SELECT
            *,
            -- Title and lead tell of the same change.
            array_to_string(list_sort(list_distinct([
                value.value_from || ' → ' || value.value_to
                FOR value IN flatten([change.changed_values FOR change IN changes])
            ])), '; ') AS corrected
        FROM marts.article_revisions
        WHERE revision > 1
    )
    GROUP BY article_id
),

told AS (
    SELECT
        articles.story_id,
        articles.dispatch_id,
        min(articles.first_seen_at) AS first_seen_at,
        list({
            'id': articles.article_id,
            'title': articles.title,
            'opening': CASE WHEN articles.title IS NULL THEN left(articles.body, 400) END,
            'evidence': CASE
                WHEN
                    contains(articles.body, articles.relevance_evidence)
                    OR articles.relevance_evidence = articles.title
                    THEN articles.relevance_evidence
            END,
            'publisher': articles.publisher,
            'agencies': articles.agency_credits,
            'url': articles.url,
            'language': articles.language,
            'relation': articles.copy_relation,
            'grade': articles.relevance_grade,
            'published': strftime(articles.published_from, '%Y-%m-%dT%H:%M:%SZ'),
            'precision': articles.published_precision,
            'seen': strftime(articles.first_seen_at, '%Y-%m-%dT%H:%M:%SZ'),
            'withdrawn': articles.withdrawn_at IS NOT NULL,
            'edited': edits.edited_at,
            'change': edits.change_summary
        } ORDER BY articles.is_canonical DESC, articles.published_from ASC, articles.article_id ASC)
            AS members
    FROM marts.articles
    SEMI JOIN recent ON articles.story_id = recent.story_id
    LEFT JOIN edits ON articles.article_id = edits.article_id
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
        'canonical': recent.canonical_article_id,
        'grade': recent.relevance_grade,
        'uncertain': canonical.is_uncertain,
        'languages': recent.languages,
        'publishers': recent.publishers,
        'news': strftime(recent.news_at, '%Y-%m-%dT%H:%M:%SZ'),
        'span': recent.news_span,
        'is_dated': recent.is_dated,
        'seen': strftime(recent.first_seen_at, '%Y-%m-%dT%H:%M:%SZ'),
        'last_seen': strftime(recent.last_seen_at, '%Y-%m-%dT%H:%M:%SZ'),
        'dispatches': told_stories.dispatches
    })
FROM recent
INNER JOIN marts.articles AS canonical ON recent.canonical_article_id = canonical.article_id
INNER JOIN told_stories ON recent.story_id = told_stories.story_id
ORDER BY recent.relevance_grade DESC, recent.news_at DESC, recent.story_id ASC;
