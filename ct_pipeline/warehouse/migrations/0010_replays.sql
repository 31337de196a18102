-- How many attempts a delivery had when it was last replayed: its pauses and its end count from there.
ALTER TABLE news.alert_deliveries ADD COLUMN attempts_before_replay INTEGER DEFAULT 0;
