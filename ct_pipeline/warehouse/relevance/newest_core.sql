SELECT
    strftime(coalesce(texts.published_from, texts.first_seen_at), '%Y-%m-%d') AS day,
    texts.language,
    texts.publisher,
    coalesce(texts.title, left(texts.body, 80) || '…') AS headline,
    grades.relevance_evidence
FROM news.dispatch_grades AS grades
INNER JOIN news.dispatches AS dispatches ON grades.dispatch_id = dispatches.dispatch_id
INNER JOIN news.current_texts AS texts ON dispatches.canonical_article_id = texts.article_id
WHERE grades.relevance_grade = 3
ORDER BY coalesce(texts.published_from, texts.first_seen_at) DESC, texts.article_id
LIMIT $limit;
