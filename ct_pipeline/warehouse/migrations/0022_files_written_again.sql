-- A file of the same size and beginning that was written since it was read holds other records: a
-- download, for example, whose room was reserved beforehand.
ALTER TABLE news.history_files ADD COLUMN modified_at TIMESTAMPTZ;  -- null where nobody knows
