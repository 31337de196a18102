-- Dispatches without a story, and those whose story has lost a member or stands for another text.
INSERT INTO news.story_queue
SELECT dispatch_id FROM news.dispatches
ANTI JOIN news.story_members USING (dispatch_id)
UNION ALL
SELECT present.dispatch_id
FROM news.story_members AS present
WHERE
    present.story_id IN (
        SELECT story_id FROM news.story_members
        ANTI JOIN news.dispatches USING (dispatch_id)
    )
UNION ALL
SELECT homes.dispatch_id
FROM news.stories
INNER JOIN news.dispatch_members AS homes ON stories.canonical_article_id = homes.article_id
LEFT JOIN news.story_members AS members ON homes.dispatch_id = members.dispatch_id
WHERE NOT homes.is_canonical OR members.story_id IS DISTINCT FROM stories.story_id
