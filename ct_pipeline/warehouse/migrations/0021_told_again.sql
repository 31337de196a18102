-- What a later digest says of why it tells of an article again (JSON), and when an article was
-- found to meet the rule no more before its message left: it counts as never told.
ALTER TABLE news.alert_coverage ADD COLUMN update_data VARCHAR;
ALTER TABLE news.alert_coverage ADD COLUMN left_out_at TIMESTAMPTZ;
