-- Hosts that ask for more patience than the usual pause; the others are not listed.
CREATE TABLE news.hosts (
    host VARCHAR PRIMARY KEY,               -- with its port
    crawl_delay_seconds DOUBLE NOT NULL,    -- between two pages, by its robots.txt
    page_asked_at TIMESTAMPTZ,              -- when the last page was asked for
    rest_until_at TIMESTAMPTZ,              -- until then it asked to be left alone (Retry-After)
    rest_reason VARCHAR
);
