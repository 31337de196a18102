-- Articles that a later digest tells of again.
UPDATE news.alert_coverage AS stored
SET
    alert_id = renewed.alert_id,
    digest_date = renewed.digest_date,
    covered_at = renewed.covered_at
FROM renewed
WHERE stored.consumer_id = renewed.consumer_id AND stored.article_id = renewed.article_id
