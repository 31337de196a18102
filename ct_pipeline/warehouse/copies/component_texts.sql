SELECT
    article_id,
    signatures.word_count,
    signatures.body_hash,
    url,
    publisher,
    agency_credits,
    published_from,
    published_to
FROM news.current_texts AS texts
INNER JOIN component USING (article_id)
INNER JOIN news.text_signatures AS signatures USING (article_id)
