-- The grade of every dispatch: the newest verdict on the text in force of its canonical member.
CREATE OR REPLACE TEMP TABLE wanted_dispatch_grades AS
SELECT
    dispatches.dispatch_id,
    verdicts.relevance_grade,
    verdicts.is_uncertain,
    verdicts.relevance_rule,
    verdicts.relevance_evidence,
    verdicts.topics,
    verdicts.ruleset_version
FROM news.dispatches AS dispatches
INNER JOIN news.articles AS articles ON dispatches.canonical_article_id = articles.article_id
INNER JOIN (
    SELECT *
    FROM news.verdicts
    QUALIFY row_number() OVER (PARTITION BY text_id ORDER BY graded_at DESC) = 1
) AS verdicts ON articles.current_text_id = verdicts.text_id;
