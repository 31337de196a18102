-- Hosts that ask for more patience than the usual pause; the others are not listed.
CREATE TABLE news.hosts (
    host VARCHAR PRIMARY KEY,               -- with its port
    crawl_delay_seconds DOUBLE NOT NULL,    -- between two pages, by its robots.txt
    page_asked_at TIMESTAMPTZ,              -- when the last page was asked for
    rest_until_at TIMESTAMPTZ,              -- until then it asked to be left alone (Retry-After)
    rest_reason VARCHAR
);

-- Addresses are used as they are and published without the secrets in them.
ALTER TABLE news.sources
ADD COLUMN shown_url VARCHAR;               -- of feed_url, where that holds a secret

ALTER TABLE news.entry_outcomes
ADD COLUMN shown_url VARCHAR;               -- of url, where that holds a secret

-- What stands there already, by the plainest marks of a secret.
UPDATE news.entry_outcomes
SET shown_url = regexp_replace(
    regexp_replace(url, '//[^/?#]*@', '//'),
    '([?&][^=&#]*(?:token|key|secret|password|passwd|signature|sig|auth)=)[^&#]+', '\1***', 'gi'
)
WHERE regexp_matches(
    url, '//[^/?#]*@|[?&][^=&#]*(?:token|key|secret|password|passwd|signature|sig|auth)=[^&#]', 'i'
);

UPDATE news.articles
SET url = regexp_replace(
    url, '([?&][^=&#]*(?:token|key|secret|password|passwd|signature|sig|auth)=)[^&#]+', '\1***', 'gi'
)
WHERE regexp_matches(
    url, '[?&][^=&#]*(?:token|key|secret|password|passwd|signature|sig|auth)=[^&#]', 'i'
);
