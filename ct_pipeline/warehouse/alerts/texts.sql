-- Every text of the stories in `wanted_stories` that is graded, with what an alert says of it. The
-- few articles are found first, in narrow tables; bodies are not touched.
WITH chosen AS MATERIALIZED (
    SELECT
        story_members.story_id,
        members.dispatch_id,
        members.copy_relation,
        members.is_canonical,
        articles.article_id,
        articles.origin,
        articles.source_id,
        articles.url,
        articles.first_seen_at,
        articles.withdrawn_at,
        articles.current_text_id
    FROM news.story_members AS story_members
    INNER JOIN news.dispatch_members AS members ON story_members.dispatch_id = members.dispatch_id
    INNER JOIN news.articles AS articles ON members.article_id = articles.article_id
    WHERE story_members.story_id IN (SELECT wanted_stories.story_id FROM wanted_stories)
),

reviewed AS (
    SELECT
        reviews.article_id,
        max(reviews.revision) AS revision
    FROM news.alert_reviews AS reviews
    SEMI JOIN chosen ON reviews.article_id = chosen.article_id
    GROUP BY reviews.article_id
),

-- What each version of the rules says of the texts that alerting has seen; a version that is not
-- in force yet counts, because a text that is new in the meantime is graded by it already.
earlier AS (
    SELECT
        reviewed.article_id,
        verdicts.ruleset_version,
        max(verdicts.relevance_grade) AS relevance_grade,
        max(
            CASE WHEN texts.revision = reviewed.revision THEN verdicts.relevance_grade END
        ) AS seen_grade
    FROM reviewed
    INNER JOIN news.article_texts AS texts
        ON reviewed.article_id = texts.article_id AND reviewed.revision >= texts.revision
    INNER JOIN (
        SELECT
            text_id,
            ruleset_version,
            relevance_grade
        FROM news.verdicts
        UNION ALL
        SELECT
            text_id,
            ruleset_version,
            relevance_grade
        FROM news.staged_verdicts
    ) AS verdicts ON texts.text_id = verdicts.text_id
    GROUP BY reviewed.article_id, verdicts.ruleset_version
)

SELECT
    chosen.story_id,
    stories.canonical_article_id,
    chosen.article_id,
    texts.revision,
    chosen.dispatch_id,
    -- What an archive's capture says of a live article alerts as little as an article of history.
    CASE WHEN starts_with(texts.raw_id, 'warc:') THEN 'history' ELSE chosen.origin END AS origin,
    chosen.first_seen_at,
    chosen.withdrawn_at,
    grades.relevance_grade,
    chosen.source_id,
    sources.name AS source_name,
    chosen.url,
    texts.title,
    texts.publisher,
    texts.agency_credits,
    texts.language,
    texts.published_from,
    texts.published_to,
    texts.published_precision,
    chosen.copy_relation,
    chosen.is_canonical,
    coalesce(verdicts.relevance_evidence, grades.relevance_evidence) AS relevance_evidence,
    grades.topics,
    reviewed.revision AS seen_revision,
    verdicts.relevance_grade AS own_grade,
    earlier.relevance_grade AS earlier_grade,
    earlier.seen_grade,
    texts.text_id
FROM chosen
INNER JOIN news.article_texts AS texts ON chosen.current_text_id = texts.text_id
INNER JOIN news.dispatch_grades AS grades ON chosen.dispatch_id = grades.dispatch_id
LEFT JOIN news.stories AS stories ON chosen.story_id = stories.story_id
LEFT JOIN news.sources AS sources ON chosen.source_id = sources.source_id
LEFT JOIN news.verdicts AS verdicts
    ON texts.text_id = verdicts.text_id AND grades.ruleset_version = verdicts.ruleset_version
LEFT JOIN reviewed ON chosen.article_id = reviewed.article_id
LEFT JOIN earlier
    ON chosen.article_id = earlier.article_id AND grades.ruleset_version = earlier.ruleset_version
ORDER BY chosen.story_id, chosen.article_id
