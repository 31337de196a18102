-- Rows of the ledger whose span lies outside the text in force of their article.
SELECT count(*)
FROM news.ledger_sources AS sources
INNER JOIN news.current_texts AS texts ON sources.article_id = texts.article_id
WHERE
    sources.char_start < 0
    OR sources.char_end <= sources.char_start
    OR sources.char_end
    > length(CASE sources.field WHEN 'title' THEN texts.title ELSE texts.body END)
    OR strpos(
        CASE sources.field WHEN 'title' THEN texts.title ELSE texts.body END, sources.sentence
    ) = 0
