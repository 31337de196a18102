-- The newest texts in force of a host, copies of one text included.
SELECT
    texts.title,
    texts.body,
    texts.author,
    texts.field_evidence,
    texts.published_evidence
FROM news.current_texts AS texts
WHERE
    texts.origin = 'feed'
    AND lower(regexp_extract(texts.url, '^[a-z]+://([^/?#]+)', 1)) = $host
ORDER BY texts.first_seen_at DESC, texts.article_id ASC
LIMIT $limit
