SELECT
    article_id,
    signatures.word_count,
    signatures.body_hash,
    -- Whose site a text stands on is told by its page: a feed may give any address.
    CASE WHEN body_method != 'feed' THEN url END AS url,
    publisher,
    agency_credits,
    published_from,
    published_to
FROM news.current_texts AS texts
INNER JOIN component USING (article_id)
INNER JOIN news.text_signatures AS signatures USING (article_id)
