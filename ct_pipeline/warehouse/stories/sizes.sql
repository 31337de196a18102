SELECT
    count(*),
    count(*) FILTER (dispatch_count > 1),
    count(*) FILTER (language_count > 1),
    coalesce(max(dispatch_count), 0)
FROM (
    SELECT
        story_id,
        count(*) AS dispatch_count,
        count(DISTINCT language) AS language_count
    FROM news.story_members
    LEFT JOIN news.story_subjects USING (dispatch_id)
    GROUP BY story_id
)
