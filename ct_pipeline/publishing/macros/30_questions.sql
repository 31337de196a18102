-- noqa: disable=LT02
-- story_timeline('…'): every article of a story in the order of publication, copies included.
-- An old id of the story will do.
CREATE OR REPLACE MACRO story_timeline(story) AS TABLE
SELECT
    articles.published_from,
    articles.published_precision,
    articles.publisher,
    articles.language,
    articles.title,
    articles.copy_relation,
    articles.dispatch_id,
    articles.url,
    articles.article_id
FROM marts.articles AS articles
WHERE
    articles.story_id = coalesce(
        (SELECT any_value(aliases.current_id) FROM marts.story_aliases AS aliases
        WHERE aliases.old_id = story),
        story
    )
ORDER BY
    articles.published_from ASC NULLS LAST, articles.is_canonical DESC, articles.article_id ASC;

-- silent_feeds(days := 14): enabled feeds that gave nothing new for so long, longest first.
CREATE OR REPLACE MACRO silent_feeds(days := 14) AS TABLE
SELECT
    sources.source_id,
    sources.name,
    health.state,
    health.detail,
    health.last_new_entry_at,
    date_diff('day', health.last_new_entry_at, about.published_at) AS silent_days,
    health.entries_per_day
FROM marts.feed_health AS health
INNER JOIN marts.sources AS sources ON health.source_id = sources.source_id
CROSS JOIN marts.about AS about
WHERE
    sources.enabled
    AND (
        health.last_new_entry_at IS NULL
        OR date_diff('day', health.last_new_entry_at, about.published_at) >= days
    )
ORDER BY health.last_new_entry_at NULLS FIRST, sources.name;

-- undated_articles(): articles whose text does not say when it was published.
CREATE OR REPLACE MACRO undated_articles() AS TABLE
SELECT
    articles.article_id,
    articles.origin,
    articles.title,
    articles.publisher,
    articles.first_seen_at,
    articles.relevance_grade,
    articles.url,
    articles.seed_file
FROM marts.articles AS articles
WHERE articles.published_from IS NULL
ORDER BY articles.first_seen_at DESC, articles.article_id ASC;

-- resolve_dispatch('…'), resolve_story('…'): the id that an old id has become.
CREATE OR REPLACE MACRO resolve_dispatch(id) AS coalesce(
    (SELECT any_value(current_id) FROM marts.dispatch_aliases WHERE old_id = id), id
);

CREATE OR REPLACE MACRO resolve_story(id) AS coalesce(
    (SELECT any_value(current_id) FROM marts.story_aliases WHERE old_id = id), id
);
