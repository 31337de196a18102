-- The outcomes of a file's records, one row for each outcome and reason.
CREATE OR REPLACE TEMP TABLE summed AS
SELECT
    file,
    outcome,
    reason,
    sum(record_count)::BIGINT AS record_count,
    min(first_offset) AS first_offset
FROM news.history_outcomes
WHERE file = $file
GROUP BY ALL
