-- Articles of each language, and the relevant ones, since $recent and from $before to $recent.
SELECT
    texts.language,
    count(*) FILTER (WHERE articles.first_seen_at >= $recent) AS recent,
    count(*) FILTER (WHERE articles.first_seen_at >= $recent AND grades.relevance_grade >= 2)
        AS recent_relevant,
    count(*) FILTER (WHERE articles.first_seen_at < $recent) AS before_count,
    count(*) FILTER (WHERE articles.first_seen_at < $recent AND grades.relevance_grade >= 2)
        AS before_relevant
FROM news.articles AS articles
INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
INNER JOIN news.dispatch_members AS members ON articles.article_id = members.article_id
INNER JOIN news.dispatch_grades AS grades ON members.dispatch_id = grades.dispatch_id
WHERE articles.first_seen_at >= $before AND texts.language IS NOT NULL
GROUP BY texts.language
ORDER BY texts.language;
