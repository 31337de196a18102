-- Every text of the stories $story_ids that is graded, with what an alert says of it.
WITH reviewed AS (
    SELECT
        article_id,
        max(revision) AS revision
    FROM news.alert_reviews
    GROUP BY article_id
)

SELECT
    story_members.story_id,
    stories.canonical_article_id,
    texts.article_id,
    texts.revision,
    members.dispatch_id,
    texts.origin,
    texts.first_seen_at,
    grades.relevance_grade,
    texts.source_id,
    sources.name AS source_name,
    texts.url,
    texts.title,
    left(texts.body, 600) AS opening,
    texts.publisher,
    texts.agency_credits,
    texts.language,
    texts.published_from,
    texts.published_to,
    texts.published_precision,
    members.copy_relation,
    members.is_canonical,
    coalesce(verdicts.relevance_evidence, grades.relevance_evidence) AS relevance_evidence,
    grades.topics,
    reviewed.revision AS seen_revision,
    texts.text_id
FROM news.story_members AS story_members
INNER JOIN news.dispatch_members AS members ON story_members.dispatch_id = members.dispatch_id
INNER JOIN news.dispatch_grades AS grades ON story_members.dispatch_id = grades.dispatch_id
INNER JOIN news.current_texts AS texts ON members.article_id = texts.article_id
LEFT JOIN news.stories AS stories ON story_members.story_id = stories.story_id
LEFT JOIN news.sources AS sources ON texts.source_id = sources.source_id
LEFT JOIN news.verdicts AS verdicts
    ON texts.text_id = verdicts.text_id AND grades.ruleset_version = verdicts.ruleset_version
LEFT JOIN reviewed ON texts.article_id = reviewed.article_id
WHERE story_members.story_id IN (SELECT unnest(string_split($story_ids, ',')))
ORDER BY story_members.story_id, texts.article_id
