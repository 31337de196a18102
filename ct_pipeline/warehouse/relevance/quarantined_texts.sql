-- Texts on which the rules failed, newest first: the newest verdict of each says so.
WITH newest AS (
    SELECT *
    FROM news.verdicts
    QUALIFY row_number() OVER (PARTITION BY text_id ORDER BY graded_at DESC) = 1
)

SELECT
    article_id,
    relevance_rule
FROM newest
WHERE starts_with(relevance_rule, $rule || ':')
ORDER BY graded_at DESC
LIMIT $limit
