-- Hashes that more texts of one window hold than lead them, with the last of their leaders: so many
-- texts with the smallest keys lead such a hash, and pairs need a leader. Counted first, because a
-- list of keys for each of a million hashes that nobody shares is what costs.
CREATE OR REPLACE TEMP TABLE {{ crowded }} AS
WITH counted AS (
    SELECT
        window_number,
        shingle_hash
    FROM {{ holders }}
    GROUP BY window_number, shingle_hash
    HAVING count(*) > {{ leaders }}
)

SELECT
    window_number,
    shingle_hash,
    list_last(min(article_key, {{ leaders }})) AS last_leader
FROM {{ holders }}
SEMI JOIN counted USING (window_number, shingle_hash)
GROUP BY window_number, shingle_hash
