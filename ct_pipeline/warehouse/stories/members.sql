SELECT
    dispatch_id,
    canonical_article_id,
    CASE WHEN body_method != 'feed' THEN url END AS url,
    published_to,
    word_count,
    dispatches.first_seen_at
FROM news.dispatches
SEMI JOIN component USING (dispatch_id)
INNER JOIN news.current_texts AS texts ON canonical_article_id = texts.article_id
