-- What alerting has looked at: an article's revision without a row here is new to it. Append-only.
CREATE TABLE news.alert_reviews (
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    reviewed_at TIMESTAMPTZ NOT NULL,
    relevance_grade INTEGER NOT NULL,   -- of the article at that moment
    story_grade INTEGER NOT NULL        -- of its story at that moment
);

-- Since when each consumer has had its present rule: reconciliation asks of no earlier time.
CREATE TABLE news.alert_consumers (
    consumer_id VARCHAR PRIMARY KEY,
    rule_hash VARCHAR NOT NULL,
    since_at TIMESTAMPTZ NOT NULL
);

-- The outbox. The key makes a second alert of one kind on one subject to one consumer impossible.
CREATE TABLE news.alerts (
    alert_id VARCHAR PRIMARY KEY,
    consumer_id VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    follows_alert_id VARCHAR,           -- story.updated: the first alert of that story
    story_id VARCHAR,
    article_id VARCHAR,                 -- the text that the message shows
    relevance_grade INTEGER,
    payload JSON NOT NULL,              -- the message's `data`, as first sent
    created_at TIMESTAMPTZ NOT NULL,
    not_before_at TIMESTAMPTZ NOT NULL, -- earliest sending: collecting, six hours between updates
    withheld_at TIMESTAMPTZ             -- its story became one with a story alerted before
);

-- Which articles an alert to a consumer has covered: they never alert it again.
-- A row whose alert is not made yet waits for the daily digest of that day.
CREATE TABLE news.alert_coverage (
    consumer_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    alert_id VARCHAR NOT NULL,
    digest_date DATE,                   -- local day of the digest; null for immediate alerts
    covered_at TIMESTAMPTZ NOT NULL,
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
    scheduled_at TIMESTAMPTZ NOT NULL,  -- when next_attempt_at was set: shows a clock gone back
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
