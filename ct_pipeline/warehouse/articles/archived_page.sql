SELECT
    article_id,
    fetch_id,
    fetched_at,
    content_type,
    requested_url,
    final_url,
    archive_file,
    archive_offset,
    (
        SELECT min_by(entry_id, first_seen_at) FROM news.entry_outcomes
        WHERE entry_outcomes.article_id = fetches.article_id
    ),
    fetched_at AS first_seen_at,
    NULL
FROM news.fetches
WHERE
    kind = 'page' AND result = 'ok' AND archive_file IS NOT NULL
    AND (requested_url = $url OR final_url = $url OR article_id = $article_id)
ORDER BY fetched_at DESC
LIMIT 1
