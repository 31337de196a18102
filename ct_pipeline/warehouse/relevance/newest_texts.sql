CREATE OR REPLACE TEMP TABLE newest_texts AS
SELECT text_id FROM news.verdicts
GROUP BY text_id
ORDER BY max(graded_at) DESC, text_id
LIMIT $limit
