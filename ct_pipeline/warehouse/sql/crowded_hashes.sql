-- Hashes that more than {leaders} texts of one window hold, among those of the changed texts:
-- only the {leaders} texts with the smallest keys lead such a hash, and pairs need a leader.
SELECT
    window_number,
    shingle_hash,
    list_last(min(article_key, {leaders})) AS last_leader
FROM {sketches}
SEMI JOIN changed_hashes USING (window_number, shingle_hash)
WHERE window_number BETWEEN {first_window} AND {last_window}
GROUP BY window_number, shingle_hash
HAVING count(*) > {leaders}
