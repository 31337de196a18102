SELECT
    (SELECT count(*) - count(DISTINCT article_id) FROM news.articles),
    (
        SELECT count(*) FROM news.articles
        LEFT JOIN news.article_texts ON articles.current_text_id = article_texts.text_id
        WHERE coalesce(article_texts.word_count, 0) = 0
    ),
    (
        SELECT count(*) FROM news.entry_outcomes
        ANTI JOIN news.articles USING (article_id)
        WHERE entry_outcomes.outcome = 'stored'
    )
