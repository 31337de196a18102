SELECT
    CASE WHEN texts.language IN ('fr', 'ar', 'en', 'es') THEN texts.language ELSE 'other' END
        AS language,
    grades.relevance_grade,
    count(*) AS dispatch_count
FROM news.dispatch_grades AS grades
INNER JOIN news.dispatches AS dispatches ON grades.dispatch_id = dispatches.dispatch_id
INNER JOIN news.articles AS articles ON dispatches.canonical_article_id = articles.article_id
INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
GROUP BY ALL;
