-- Texts that became or ceased to be a leader of some hash: their candidates must be found anew.
INSERT INTO touched_articles
SELECT DISTINCT
    holders.article_key,
    false
FROM crowded_before AS earlier
FULL JOIN crowded_after AS later USING (window_number, shingle_hash)
INNER JOIN {{ holders }} AS holders USING (window_number, shingle_hash)
WHERE
    earlier.last_leader IS DISTINCT FROM later.last_leader
    AND holders.article_key > least(earlier.last_leader, later.last_leader)
    AND (
        earlier.last_leader IS null
        OR later.last_leader IS null
        OR holders.article_key <= greatest(earlier.last_leader, later.last_leader)
    )
    AND holders.article_key NOT IN (SELECT article_key FROM touched_articles)
