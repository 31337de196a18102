-- Entries whose page cannot be had while their feed carries a text that was not read yet.
WITH latest AS (
    SELECT
        entry_id,
        content_hash,
        canonical_url,
        content_html
    FROM news.entries
    QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY version DESC) = 1
)

SELECT
    entry_outcomes.article_id,
    'feed:' || entry_outcomes.entry_id || ':' || latest.content_hash AS raw_id,
    entry_outcomes.entry_id,
    entry_outcomes.first_seen_at,
    entry_outcomes.source_id,
    latest.canonical_url
FROM news.entry_outcomes
INNER JOIN latest USING (entry_id)
ANTI JOIN (
    SELECT raw_id FROM news.extractions WHERE extractor_version = $version
) AS read_now
    ON 'feed:' || entry_outcomes.entry_id || ':' || latest.content_hash = read_now.raw_id
WHERE
    entry_outcomes.outcome IN ('fetch_failed', 'blocked', 'not_an_article', 'quarantined')
    AND entry_outcomes.article_id IS NOT NULL
    AND length(latest.content_html) > $least_length
    AND 'feed:' || entry_outcomes.entry_id || ':' || latest.content_hash
    NOT IN (SELECT raw_id FROM given_texts)
ORDER BY entry_outcomes.first_seen_at DESC
LIMIT $limit
