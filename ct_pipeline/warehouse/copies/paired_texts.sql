-- The texts of the versions that are compared, each once.
CREATE OR REPLACE TEMP TABLE paired_texts AS
SELECT DISTINCT unnest([text_id_a, text_id_b]) AS text_id
FROM version_pairs
