-- Why a delivery waits or is suppressed, in words; what went wrong stays in last_error.
ALTER TABLE news.alert_deliveries ADD COLUMN reason VARCHAR;
-- How many pieces of a long message the service has taken: a retry goes on after them.
ALTER TABLE news.alert_deliveries ADD COLUMN pieces_sent INTEGER DEFAULT 0;
UPDATE news.alert_deliveries SET reason = last_error WHERE status = 'suppressed';
