-- The newest version of each entry that is wanted by its id.
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
SEMI JOIN wanted USING (entry_id)
QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY version DESC) = 1
