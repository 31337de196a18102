-- What a station could not work on: an article in copies, a dispatch or story elsewhere, and why.
-- The other items went on; another version of the station's rules tries it again.
CREATE TABLE news.quarantined_items (
    station VARCHAR NOT NULL,
    item_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    PRIMARY KEY (station, item_id)
);
