-- The first stale texts in batches, each from one place to before another: of so many texts,
-- and of so many bytes, or of one text.
WITH sized AS (
    SELECT
        stale_texts.place,
        sum(text_sizes.byte_count) OVER (
            ORDER BY stale_texts.place
        ) // $most_bytes AS portion
    FROM stale_texts
    INNER JOIN text_sizes ON stale_texts.text_place = text_sizes.place
    WHERE stale_texts.place < $text_count
)

SELECT
    min(place) AS first_place,
    max(place) + 1 AS end_place
FROM sized
GROUP BY portion, place // $batch_texts
ORDER BY first_place
