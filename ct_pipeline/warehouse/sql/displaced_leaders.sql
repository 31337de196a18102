-- Texts that became or ceased to be a leader of some hash: their candidates must be found anew.
INSERT INTO touched_articles
SELECT DISTINCT sketches.article_key, false
FROM crowded_before AS earlier
FULL JOIN crowded_after AS later USING (window_number, shingle_hash)
INNER JOIN {sketches} AS sketches USING (window_number, shingle_hash)
WHERE
    earlier.last_leader IS DISTINCT FROM later.last_leader
    AND sketches.window_number BETWEEN {first_window} AND {last_window}
    AND sketches.article_key > least(earlier.last_leader, later.last_leader)
    AND (
        earlier.last_leader IS NULL
        OR later.last_leader IS NULL
        OR sketches.article_key <= greatest(earlier.last_leader, later.last_leader)
    )
    AND sketches.article_key NOT IN (SELECT article_key FROM touched_articles)
