-- The newest version of each entry that lies, or reads, as an entry does that nobody knows by
-- its id: it may be the same under another GUID.
SELECT
    source_id,
    entry_id,
    version,
    guid,
    canonical_url,
    title,
    published_at,
    content_hash
FROM news.entries
SEMI JOIN wanted
    ON
        entries.source_id = wanted.source_id
        AND coalesce(entries.canonical_url, entries.content_hash) = wanted.place
QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY version DESC) = 1
