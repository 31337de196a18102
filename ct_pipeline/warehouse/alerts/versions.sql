-- Every text that the articles in `wanted` had one after another, each by its last extractor, with
-- what the rules in force say of it. An article with one text has no row.
WITH texts AS (
    SELECT texts.*
    FROM news.article_texts AS texts
    SEMI JOIN wanted ON texts.article_id = wanted.article_id
    QUALIFY
        row_number() OVER (
            PARTITION BY texts.article_id, texts.revision ORDER BY texts.extracted_at DESC
        ) = 1
)

SELECT
    texts.article_id,
    texts.revision,
    texts.text_id,
    texts.seen_at,
    texts.title,
    texts.body,
    texts.publisher,
    texts.agency_credits,
    texts.language,
    texts.published_from,
    texts.published_to,
    texts.published_precision,
    verdicts.relevance_grade AS own_grade,
    coalesce(verdicts.relevance_evidence, grades.relevance_evidence) AS relevance_evidence
FROM texts
INNER JOIN news.dispatch_members AS members ON texts.article_id = members.article_id
INNER JOIN news.dispatch_grades AS grades ON members.dispatch_id = grades.dispatch_id
LEFT JOIN news.verdicts AS verdicts
    ON texts.text_id = verdicts.text_id AND grades.ruleset_version = verdicts.ruleset_version
QUALIFY count(*) OVER (PARTITION BY texts.article_id) > 1
ORDER BY texts.article_id, texts.revision
