-- Every pass that came to its end, and what it counted.
CREATE TABLE news.passes (
    pass_id VARCHAR NOT NULL,           -- the id of the Dagster run
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL,
    counts JSON NOT NULL
);
