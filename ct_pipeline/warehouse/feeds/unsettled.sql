WITH entry_ids AS (SELECT DISTINCT entry_id FROM news.entries),

outcomes AS (SELECT * FROM news.entry_outcomes WHERE seed_file IS NULL)

SELECT
    (SELECT count(*) FROM entry_ids ANTI JOIN outcomes USING (entry_id)),
    (SELECT count(*) FROM outcomes ANTI JOIN entry_ids USING (entry_id)),
    (SELECT count(*) - count(DISTINCT entry_id) FROM news.entry_outcomes)
