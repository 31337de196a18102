-- The outbox. The key makes a second alert of one kind on one subject to one consumer impossible.
CREATE TABLE news.alerts (
    alert_id VARCHAR PRIMARY KEY,
    consumer_id VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    story_id VARCHAR,
    article_id VARCHAR,
    payload JSON NOT NULL,              -- the message's `data`, as first sent
    created_at TIMESTAMPTZ NOT NULL
);

-- Which articles an alert to a consumer has covered: they never alert it again.
CREATE TABLE news.alert_coverage (
    consumer_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    alert_id VARCHAR NOT NULL,
    PRIMARY KEY (consumer_id, article_id)
);

CREATE TABLE news.alert_deliveries (
    delivery_id VARCHAR PRIMARY KEY,
    alert_id VARCHAR NOT NULL,
    consumer_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,           -- webhook, apprise, feed
    channel_key VARCHAR NOT NULL,       -- which of the consumer's channels
    event_type VARCHAR NOT NULL,
    story_id VARCHAR,
    status VARCHAR NOT NULL,            -- pending, delivered, dead, suppressed
    attempts INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    next_attempt_at TIMESTAMPTZ,
    delivered_at TIMESTAMPTZ,
    last_error VARCHAR
);

CREATE TABLE news.alert_endpoints (
    channel_key VARCHAR PRIMARY KEY,
    consumer_id VARCHAR NOT NULL,
    disabled_at TIMESTAMPTZ,
    disabled_reason VARCHAR,
    failing_since_at TIMESTAMPTZ
);
