-- The captures of a file, one row for each host, day, language, outcome and grade.
CREATE OR REPLACE TEMP TABLE summed AS
SELECT
    file,
    host,
    day,
    language,
    outcome,
    relevance_grade,
    sum(capture_count)::BIGINT AS capture_count
FROM news.history_counts
WHERE file = $file
GROUP BY ALL
