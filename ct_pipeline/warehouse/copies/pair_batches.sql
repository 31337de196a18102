-- The pairs to compare in numbered batches: of so many pairs, and of so many bytes of texts,
-- each text counted with every pair.
CREATE OR REPLACE TEMP TABLE pair_batches AS
WITH sizes AS (
    SELECT
        paired_places.article_id,
        text_sizes.byte_count
    FROM paired_places
    INNER JOIN text_sizes ON paired_places.place = text_sizes.place
),

sized AS (
    SELECT
        pairs.article_id_a,
        pairs.article_id_b,
        (row_number() OVER in_order - 1) // $batch_pairs AS batch_of_pairs,
        sum(a.byte_count + b.byte_count) OVER in_order // $most_bytes AS batch_of_bytes
    FROM unverified_pairs AS pairs
    INNER JOIN sizes AS a ON pairs.article_id_a = a.article_id
    INNER JOIN sizes AS b ON pairs.article_id_b = b.article_id
    WINDOW in_order AS (
        ORDER BY pairs.article_id_a, pairs.article_id_b
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
)

SELECT
    article_id_a,
    article_id_b,
    dense_rank() OVER (ORDER BY batch_of_pairs, batch_of_bytes) - 1 AS batch
FROM sized
