-- One batch of the texts in force with their newest verdict, in the order of their ids.
WITH batch AS (
    SELECT texts.text_id
    FROM news.articles AS articles
    INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
    SEMI JOIN news.verdicts AS verdicts ON texts.text_id = verdicts.text_id
    WHERE texts.text_id > $after
    ORDER BY texts.text_id
    LIMIT $limit
)

SELECT
    texts.text_id,
    texts.article_id,
    texts.title,
    texts.body,
    texts.language,
    verdicts.relevance_grade,
    verdicts.relevance_rule,
    verdicts.relevance_evidence
FROM news.article_texts AS texts
INNER JOIN news.verdicts AS verdicts ON texts.text_id = verdicts.text_id
WHERE texts.text_id IN (SELECT batch.text_id FROM batch)
QUALIFY row_number() OVER (PARTITION BY texts.text_id ORDER BY verdicts.graded_at DESC) = 1
ORDER BY texts.text_id;
