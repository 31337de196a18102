-- What is known of some texts besides their words: the earliest day that their evidence of a date
-- allows, and the country of the feed that brought the article.
SELECT
    texts.text_id,
    (texts.published_from AT TIME ZONE 'UTC')::DATE AS day,
    sources.country AS told_from
FROM news.article_texts AS texts
INNER JOIN news.articles AS articles ON texts.article_id = articles.article_id
LEFT JOIN news.sources AS sources ON articles.source_id = sources.source_id
WHERE
    texts.text_id IN (SELECT wanted.text_id FROM wanted_circumstances AS wanted);
