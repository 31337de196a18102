-- What the feeds say now of these entries, and whose feeds they are.
SELECT
    entries.entry_id,
    sources.name,
    sources.category,
    entries.title,
    entries.author,
    entries.publisher,
    entries.published_at,
    entries.published_text,
    entries.content_html
FROM news.entries
LEFT JOIN news.sources USING (source_id)
WHERE entries.entry_id IN (SELECT entry_id FROM wanted_entries)
QUALIFY row_number() OVER (PARTITION BY entries.entry_id ORDER BY entries.version DESC) = 1
