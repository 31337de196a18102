SELECT
    stories.first_seen_at::DATE,
    any_value(coalesce(canonical.title, url, seed_file, article_id)),
    string_agg(DISTINCT subjects.language, ' ' ORDER BY subjects.language),
    count(DISTINCT members.dispatch_id),
    string_agg(DISTINCT anchor, ', ' ORDER BY anchor)
FROM news.stories
INNER JOIN news.story_members AS members USING (story_id)
INNER JOIN news.story_subjects AS subjects USING (dispatch_id)
INNER JOIN news.current_texts AS canonical
    ON stories.canonical_article_id = canonical.article_id
LEFT JOIN (
    SELECT
        dispatch_id_a AS dispatch_id,
        unnest(anchors) AS anchor
    FROM news.story_edges
    WHERE kind = 'translation'
) AS edges USING (dispatch_id)
GROUP BY stories.story_id, stories.first_seen_at
HAVING count(DISTINCT subjects.language) > 1
ORDER BY stories.first_seen_at DESC, stories.story_id ASC
LIMIT $limit
