-- Revisions whose changes are not written down, each with the text of the revision seen before it:
-- the one that the same extractor read, else the last one. Numbers are in the order in which the
-- revisions came, which of an archive's captures is not that in which they were seen.
SELECT
    later.text_id,
    earlier.text_id AS earlier_text_id
FROM news.article_texts AS later
ANTI JOIN news.text_changes AS written ON later.text_id = written.text_id
INNER JOIN news.article_texts AS earlier
    ON
        later.article_id = earlier.article_id
        AND later.revision <> earlier.revision
        AND (later.seen_at, later.revision) > (earlier.seen_at, earlier.revision)
QUALIFY
    row_number() OVER (
        PARTITION BY later.text_id
        ORDER BY
            earlier.seen_at DESC,
            earlier.revision DESC,
            earlier.extractor_version = later.extractor_version DESC,
            earlier.extracted_at DESC,
            earlier.text_id ASC
    ) = 1
