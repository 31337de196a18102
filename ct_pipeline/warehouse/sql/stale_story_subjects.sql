-- Dispatches whose anchors are missing, or were found in another text, by other rules or for
-- another date; newest first. A text without a verdict waits for relevance.
SELECT
    dispatches.dispatch_id,
    texts.text_id,
    $anchors_version || ' ' || verdicts.ruleset_version AS version,
    members.copy_relation = 'roundup' AS is_roundup,
    texts.title,
    texts.body,
    texts.language,
    texts.published_from,
    texts.published_to
FROM news.dispatches
INNER JOIN news.dispatch_members AS members
    ON dispatches.canonical_article_id = members.article_id
INNER JOIN news.current_texts AS texts
    ON dispatches.canonical_article_id = texts.article_id
INNER JOIN (
    SELECT
        text_id,
        arg_max(ruleset_version, graded_at) AS ruleset_version
    FROM news.verdicts
    GROUP BY text_id
) AS verdicts ON texts.text_id = verdicts.text_id
LEFT JOIN news.story_subjects AS subjects ON dispatches.dispatch_id = subjects.dispatch_id
WHERE
    subjects.dispatch_id IS NULL
    OR subjects.text_id != texts.text_id
    OR subjects.version != version
    OR subjects.is_roundup != is_roundup
ORDER BY coalesce(texts.published_to, texts.first_seen_at) DESC, dispatches.dispatch_id
LIMIT $limit
