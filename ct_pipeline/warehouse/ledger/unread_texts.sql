-- Canonical texts of grade 1 or more that this version of the ledger has not read; newest first.
CREATE OR REPLACE TEMP TABLE unread_ledger_texts AS
SELECT texts.text_id
FROM news.dispatch_grades AS grades
INNER JOIN news.dispatches ON grades.dispatch_id = dispatches.dispatch_id
INNER JOIN news.articles ON dispatches.canonical_article_id = articles.article_id
INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
WHERE
    grades.relevance_grade >= 1
    AND texts.text_id NOT IN (
        SELECT read_texts.text_id FROM news.ledger_texts AS read_texts
        WHERE read_texts.ledger_version = $version
    )
ORDER BY coalesce(texts.published_to, articles.first_seen_at) DESC, texts.text_id
LIMIT $limit
