-- Stale dispatches before whose texts lie so many bytes already: they wait for the next portion.
DELETE FROM stale_subjects
WHERE dispatch_id IN (
    SELECT sized.dispatch_id
    FROM (
        SELECT
            stale_subjects.dispatch_id,
            sum(text_sizes.byte_count) OVER (
                ORDER BY stale_subjects.first_seen_at DESC, stale_subjects.dispatch_id ASC
            ) - text_sizes.byte_count AS bytes_before
        FROM stale_subjects
        INNER JOIN news.article_texts AS texts ON stale_subjects.text_id = texts.text_id
        INNER JOIN text_sizes ON texts.rowid = text_sizes.place
    ) AS sized
    WHERE sized.bytes_before >= $most_bytes
)
