-- One row per story; its canonical article is that of its earliest published dispatch.
INSERT INTO news.stories
SELECT
    story_members.story_id,
    arg_min(
        dispatches.canonical_article_id,
        (
            coalesce(canonical.published_from, TIMESTAMPTZ '9999-12-31'),
            -canonical.word_count,
            dispatches.dispatch_id
        )
    ) AS canonical_article_id,
    min(dispatches.first_seen_at) AS first_seen_at
FROM news.story_members
INNER JOIN news.dispatches ON story_members.dispatch_id = dispatches.dispatch_id
LEFT JOIN news.current_texts AS canonical
    ON dispatches.canonical_article_id = canonical.article_id
GROUP BY story_members.story_id
