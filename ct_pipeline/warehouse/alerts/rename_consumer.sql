UPDATE news.alerts SET consumer_id = $present
WHERE consumer_id = $former;

-- Whom the present id was told of already stays so told.
DELETE FROM news.alert_coverage
WHERE
    consumer_id = $former
    AND article_id IN (
        SELECT article_id FROM news.alert_coverage
        WHERE consumer_id = $present
    );

UPDATE news.alert_coverage SET consumer_id = $present
WHERE consumer_id = $former;

-- A channel's key begins with its consumer's id.
UPDATE news.alert_deliveries
SET
    consumer_id = $present,
    channel_key = $present || substr(channel_key, length($former) + 1)
WHERE consumer_id = $former;

DELETE FROM news.alert_endpoints
WHERE
    consumer_id = $former
    AND $present || substr(channel_key, length($former) + 1) IN (
        SELECT channel_key FROM news.alert_endpoints
        WHERE consumer_id = $present
    );

UPDATE news.alert_endpoints
SET
    consumer_id = $present,
    channel_key = $present || substr(channel_key, length($former) + 1)
WHERE consumer_id = $former;

DELETE FROM news.alert_consumers
WHERE consumer_id = $former
