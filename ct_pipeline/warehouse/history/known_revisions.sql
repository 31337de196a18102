-- Of each revision of the articles in `wanted` the text in force, else the one read last; with the
-- highest number given.
SELECT
    articles.article_id,
    articles.entry_id,
    max(texts.revision) OVER (PARTITION BY articles.article_id) AS last_revision,
    {{ columns }}
FROM news.articles AS articles
INNER JOIN news.article_texts AS texts ON articles.article_id = texts.article_id
WHERE articles.article_id IN (SELECT wanted.article_id FROM wanted)
QUALIFY row_number() OVER (
    PARTITION BY articles.article_id, texts.revision
    ORDER BY texts.text_id = articles.current_text_id DESC, texts.extracted_at DESC
) = 1
