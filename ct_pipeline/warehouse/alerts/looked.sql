-- How each article stood when alerting looked at it since $since: at first, and after each edit
-- that raised its grade by the rules in force, with how it had stood before.
WITH reviews AS (
    SELECT
        reviews.article_id,
        reviews.revision,
        reviews.reviewed_at,
        reviews.relevance_grade,
        reviews.story_grade,
        verdicts.relevance_grade AS own_grade
    FROM news.alert_reviews AS reviews
    SEMI JOIN (
        SELECT article_id
        FROM news.alert_reviews
        WHERE reviewed_at >= $since
    ) AS recent ON reviews.article_id = recent.article_id
    LEFT JOIN news.article_texts AS texts
        ON reviews.article_id = texts.article_id AND reviews.revision = texts.revision
    LEFT JOIN news.dispatch_members AS members ON reviews.article_id = members.article_id
    LEFT JOIN news.dispatch_grades AS grades ON members.dispatch_id = grades.dispatch_id
    LEFT JOIN news.verdicts AS verdicts
        ON
            texts.text_id = verdicts.text_id
            AND grades.ruleset_version = verdicts.ruleset_version
    QUALIFY
        row_number() OVER (
            PARTITION BY reviews.article_id, reviews.revision, reviews.reviewed_at
            ORDER BY texts.extracted_at DESC
        ) = 1
)

SELECT
    article_id,
    reviewed_at,
    relevance_grade,
    story_grade,
    lag(relevance_grade) OVER looks AS earlier_grade,
    lag(story_grade) OVER looks AS earlier_story_grade
FROM reviews
WINDOW looks AS (PARTITION BY article_id ORDER BY revision, reviewed_at)
QUALIFY
    reviewed_at >= $since
    AND (row_number() OVER looks = 1 OR own_grade > lag(own_grade) OVER looks)
