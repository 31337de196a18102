-- Revisions whose changes are not written down, each with the text of the revision before it: the
-- one that the same extractor read, else the last one.
SELECT
    later.text_id,
    earlier.text_id AS earlier_text_id
FROM news.article_texts AS later
ANTI JOIN news.text_changes AS written ON later.text_id = written.text_id
INNER JOIN news.article_texts AS earlier
    ON later.article_id = earlier.article_id AND later.revision = earlier.revision + 1
WHERE later.revision > 1
QUALIFY
    row_number() OVER (
        PARTITION BY later.text_id
        ORDER BY
            earlier.extractor_version = later.extractor_version DESC,
            earlier.extracted_at DESC,
            earlier.text_id ASC
    ) = 1
