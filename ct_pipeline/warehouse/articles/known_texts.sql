-- The text in force of the articles in `wanted`, and the highest number given to a revision.
WITH last_ones AS (
    SELECT
        article_id,
        max(revision) AS last_revision
    FROM news.article_texts
    WHERE article_id IN (SELECT wanted.article_id FROM wanted)
    GROUP BY article_id
)

SELECT
    articles.article_id,
    articles.entry_id,
    last_ones.last_revision,
    {{ columns }}
FROM news.articles AS articles
INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
INNER JOIN last_ones ON articles.article_id = last_ones.article_id
