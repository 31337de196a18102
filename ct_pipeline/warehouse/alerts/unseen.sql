-- Graded articles with a story that alerting has never looked at.
SELECT
    articles.article_id,
    texts.extracted_at
FROM news.articles AS articles
INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
INNER JOIN news.dispatch_members AS members ON articles.article_id = members.article_id
INNER JOIN news.dispatch_grades AS grades ON members.dispatch_id = grades.dispatch_id
INNER JOIN news.story_members AS story_members ON members.dispatch_id = story_members.dispatch_id
ANTI JOIN news.alert_reviews AS reviews ON articles.article_id = reviews.article_id
WHERE NOT starts_with(texts.raw_id, 'warc:')
