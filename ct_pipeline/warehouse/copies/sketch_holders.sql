-- Who holds the wanted hashes, in their own and the adjacent windows: the one look through the
-- archive that a batch needs. The bounds let DuckDB skip all other windows.
CREATE OR REPLACE TEMP TABLE {{ holders }} AS
SELECT
    window_number,
    shingle_hash,
    article_key
FROM {{ sketches }}
SEMI JOIN (
    SELECT DISTINCT
        shingle_hash,
        window_number + shift AS window_number
    FROM wanted_hashes, (VALUES {{ shifts }}) AS shifts (shift)
) AS wanted USING (window_number, shingle_hash)
WHERE window_number BETWEEN {{ first_window }} AND {{ last_window }}
