-- For DuckDB and Spark: how many hashes each touched text shares with each text of its own and the
-- adjacent windows; two touched texts meet once. Hashes of a thinner sketch count for as many more.
WITH shared AS {{ materialized }} (
    SELECT
        window_number,
        shingle_hash,
        article_key
    FROM {{ holders }}
    SEMI JOIN (
        SELECT shingle_hash FROM {{ holders }}
        GROUP BY shingle_hash
        HAVING count(*) > 1
    ) AS repeated USING (shingle_hash)
),

crowded AS (
    SELECT
        window_number,
        shingle_hash,
        {{ last_smallest }} AS last_leader
    FROM shared
    GROUP BY window_number, shingle_hash
    HAVING count(*) > {{ leaders }}
),

led AS {{ materialized }} (
    SELECT
        shared.*,
        crowded.last_leader IS NULL OR shared.article_key <= crowded.last_leader AS is_leader
    FROM shared LEFT JOIN crowded USING (window_number, shingle_hash)
)

SELECT
    least(mine.article_key, other.article_key) AS key_a,
    greatest(mine.article_key, other.article_key) AS key_b,
    count(DISTINCT mine.shingle_hash) * {{ scale }} AS shared_count
FROM led AS mine
SEMI JOIN touched_articles USING (article_key)
INNER JOIN (
    SELECT
        led.*,
        shift
    FROM led, (VALUES {{ shifts }}) AS shifts (shift)
) AS other
    ON
        mine.shingle_hash = other.shingle_hash
        AND mine.window_number = other.window_number + other.shift
WHERE
    (mine.is_leader OR other.is_leader)
    AND (
        mine.article_key < other.article_key
        OR (
            mine.article_key > other.article_key
            AND other.article_key NOT IN (SELECT article_key FROM touched_articles)
        )
    )
GROUP BY key_a, key_b
HAVING count(DISTINCT mine.shingle_hash) >= 2
