-- Texts whose grade a person should look at: dispatches on which corrections contradict each other,
-- and uncertain ones that nobody has answered; the weightiest and newest first.
SELECT
    texts.article_id,
    texts.text_id,
    texts.title,
    texts.body,
    texts.language,
    texts.publisher,
    grades.relevance_grade,
    grades.is_uncertain,
    grades.relevance_rule,
    grades.relevance_evidence,
    grades.ruleset_version,
    dispatches.dispatch_id
FROM news.dispatch_grades AS grades
INNER JOIN news.dispatches AS dispatches ON grades.dispatch_id = dispatches.dispatch_id
INNER JOIN news.current_texts AS texts ON dispatches.canonical_article_id = texts.article_id
WHERE
    CASE
        WHEN $article_id IS NOT NULL
            THEN dispatches.dispatch_id IN (
                SELECT members.dispatch_id FROM news.dispatch_members AS members
                WHERE members.article_id = $article_id
            )
        ELSE
            dispatches.dispatch_id IN (SELECT disputed.dispatch_id FROM disputed)
            OR (
                grades.is_uncertain
                AND dispatches.dispatch_id NOT IN (SELECT answered.dispatch_id FROM answered)
            )
    END
ORDER BY
    dispatches.dispatch_id IN (SELECT disputed.dispatch_id FROM disputed) DESC,
    grades.relevance_grade DESC,
    texts.first_seen_at DESC,
    texts.article_id ASC
LIMIT $limit;
