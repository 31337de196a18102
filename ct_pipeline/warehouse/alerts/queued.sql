-- What waits behind another message through the same channel, or did, and what waits untried for
-- the end of quiet hours: with the next attempt of the one that goes first. One queue holds what is
-- about a story or follows the same alert (ids of stories may change between), another one the
-- digests. Creations go first, then what may leave first.
WITH waiting AS (
    SELECT
        deliveries.delivery_id,
        deliveries.channel_key,
        deliveries.next_attempt_at,
        {
            'is_later': alerts.event_type <> 'story.created',
            'leaves_at': greatest(alerts.created_at, alerts.not_before_at)
        } AS turn,
        unnest(
            CASE alerts.event_type
                WHEN 'digest.ready' THEN ['digests']
                WHEN 'article.created' THEN []
                ELSE [alerts.story_id, coalesce(alerts.follows_alert_id, alerts.alert_id)]
            END
        ) AS queue
    FROM news.alert_deliveries AS deliveries
    INNER JOIN news.alerts AS alerts ON deliveries.alert_id = alerts.alert_id
    WHERE deliveries.status = 'pending' AND deliveries.channel <> 'feed'
),

heads AS (
    SELECT
        channel_key,
        queue,
        min(turn) AS turn,
        min_by(next_attempt_at, turn) AS next_attempt_at
    FROM waiting
    WHERE queue IS NOT NULL
    GROUP BY channel_key, queue
),

held AS (
    SELECT
        waiting.delivery_id,
        max(heads.next_attempt_at) AS held_until
    FROM waiting
    INNER JOIN heads ON waiting.channel_key = heads.channel_key AND waiting.queue = heads.queue
    WHERE heads.turn < waiting.turn
    GROUP BY waiting.delivery_id
)

SELECT
    {{ columns }},
    alerts.not_before_at,
    held.held_until
FROM news.alert_deliveries AS deliveries
INNER JOIN news.alerts AS alerts ON deliveries.alert_id = alerts.alert_id
LEFT JOIN held ON deliveries.delivery_id = held.delivery_id
WHERE
    deliveries.status = 'pending'
    AND deliveries.channel <> 'feed'
    AND (
        held.delivery_id IS NOT NULL
        OR list_contains($reasons, deliveries.reason)
        OR (starts_with(deliveries.reason, $quiet) AND deliveries.attempts = 0)
    )
