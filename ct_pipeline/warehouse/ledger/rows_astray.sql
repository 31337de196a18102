-- Rows of the ledger that lie in no text of their article: until an edited text is read again, they
-- are of the text before.
WITH told AS (
    SELECT
        sources.ledger_table,
        sources.row_id,
        sources.char_start,
        sources.char_end,
        sources.sentence,
        CASE sources.field WHEN 'title' THEN texts.title ELSE texts.body END AS told_in
    FROM news.ledger_sources AS sources
    INNER JOIN news.article_texts AS texts ON sources.article_id = texts.article_id
),

judged AS (
    SELECT
        ledger_table,
        row_id,
        bool_or(
            char_start >= 0
            AND char_start < char_end
            AND char_end <= length(told_in)
            AND contains(told_in, sentence)
        ) AS is_told
    FROM told
    GROUP BY ledger_table, row_id, char_start, char_end, sentence
)

SELECT count(*)
FROM judged
WHERE is_told IS NOT TRUE
