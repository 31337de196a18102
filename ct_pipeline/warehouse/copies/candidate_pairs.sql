-- For DuckDB and Spark: the pairs that share enough of the smaller one's sketch.
SELECT
    least(a.article_id, b.article_id) AS article_id_a,
    greatest(a.article_id, b.article_id) AS article_id_b
FROM (
    SELECT
        key_a,
        key_b,
        max(shared_count) AS shared_count
    FROM shared_counts GROUP BY key_a, key_b
) AS pairs
INNER JOIN text_signatures AS a ON pairs.key_a = a.article_key
INNER JOIN text_signatures AS b ON pairs.key_b = b.article_key
WHERE shared_count >= {{ least_share }} * least(a.sketch_count, b.sketch_count)
