-- The grade of every dispatch: the newest verdict on the text in force of its canonical member,
-- unless a person corrected one of its articles (warehouse/corrections.py).
CREATE OR REPLACE TEMP TABLE wanted_dispatch_grades AS
SELECT
    dispatches.dispatch_id,
    coalesce(corrections.grade, verdicts.relevance_grade) AS relevance_grade,
    verdicts.is_uncertain AND corrections.grade IS NULL AS is_uncertain,
    coalesce(corrections.rule, verdicts.relevance_rule) AS relevance_rule,
    verdicts.relevance_evidence,
    verdicts.topics,
    verdicts.ruleset_version
FROM news.dispatches AS dispatches
INNER JOIN news.articles AS articles ON dispatches.canonical_article_id = articles.article_id
INNER JOIN (
    SELECT *
    FROM news.verdicts
    QUALIFY row_number() OVER (PARTITION BY text_id ORDER BY graded_at DESC) = 1
) AS verdicts ON articles.current_text_id = verdicts.text_id
LEFT JOIN grade_corrections AS corrections ON dispatches.dispatch_id = corrections.dispatch_id;
