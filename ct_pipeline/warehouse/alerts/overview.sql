SELECT
    channel_key,
    count(*) FILTER (WHERE status = 'delivered'),
    count(*) FILTER (WHERE status = 'pending'),
    count(*) FILTER (WHERE status = 'dead'),
    count(*) FILTER (WHERE status = 'suppressed')
FROM news.alert_deliveries
GROUP BY channel_key
ORDER BY channel_key
