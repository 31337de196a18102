-- Dispatches whose anchors are missing, or were found in another text, by other rules or in another
-- role; newest first. A text without a verdict waits for relevance.
CREATE OR REPLACE TEMP TABLE stale_subjects AS
WITH verdicts AS (
    SELECT
        text_id,
        arg_max(ruleset_version, graded_at) AS ruleset_version
    FROM news.verdicts
    GROUP BY text_id
)

SELECT
    dispatches.dispatch_id,
    dispatches.first_seen_at,
    articles.current_text_id AS text_id,
    $anchors_version || ' ' || verdicts.ruleset_version AS version,
    members.copy_relation = 'roundup' AS is_roundup
FROM news.dispatches
INNER JOIN news.dispatch_members AS members
    ON dispatches.canonical_article_id = members.article_id
INNER JOIN news.articles ON dispatches.canonical_article_id = articles.article_id
INNER JOIN verdicts ON articles.current_text_id = verdicts.text_id
LEFT JOIN news.story_subjects AS subjects ON dispatches.dispatch_id = subjects.dispatch_id
WHERE
    subjects.dispatch_id IS NULL
    OR subjects.text_id != articles.current_text_id
    -- Written out: a bare name here is the column of story_subjects, not the one selected above.
    OR subjects.version != $anchors_version || ' ' || verdicts.ruleset_version
    OR subjects.is_roundup != (members.copy_relation = 'roundup')
ORDER BY dispatches.first_seen_at DESC, dispatches.dispatch_id ASC
LIMIT $limit
