-- What an alert covers: articles that none covered, that were left out, or that a later digest
-- tells of again.
INSERT INTO news.alert_coverage BY NAME
SELECT
    *,
    NULL::TIMESTAMPTZ AS left_out_at
FROM covered
ON CONFLICT (consumer_id, article_id) DO UPDATE SET
    alert_id = excluded.alert_id,
    digest_date = excluded.digest_date,
    covered_at = excluded.covered_at,
    update_data = excluded.update_data,
    left_out_at = NULL
