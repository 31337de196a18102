-- What the texts in force say, each with its story and when it came out; a text that is no longer
-- canonical, or no longer of grade 1, says nothing.
SELECT
    told.article_id,
    story_members.story_id,
    texts.publisher,
    texts.agency_credits,
    texts.language,
    texts.published_from,
    texts.published_to,
    articles.first_seen_at,
    told.told
FROM news.ledger_texts AS told
INNER JOIN news.articles ON told.text_id = articles.current_text_id
INNER JOIN news.dispatches ON articles.article_id = dispatches.canonical_article_id
INNER JOIN news.dispatch_grades AS grades ON dispatches.dispatch_id = grades.dispatch_id
INNER JOIN news.current_texts AS texts ON articles.article_id = texts.article_id
LEFT JOIN news.story_members ON dispatches.dispatch_id = story_members.dispatch_id
WHERE told.ledger_version = $version AND grades.relevance_grade >= 1
ORDER BY told.article_id
