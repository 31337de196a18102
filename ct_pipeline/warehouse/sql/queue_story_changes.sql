-- Dispatches without a story, and those whose story has lost a member, stands for another text,
-- bears the id of another (as 0.1.0 could leave it) or was first seen at another time.
INSERT INTO news.story_queue
SELECT dispatch_id FROM news.dispatches
ANTI JOIN news.story_members USING (dispatch_id)
UNION ALL
SELECT present.dispatch_id
FROM news.story_members AS present
WHERE present.story_id IN (
    SELECT story_id FROM news.story_members
    ANTI JOIN news.dispatches USING (dispatch_id)
)
UNION ALL
SELECT homes.dispatch_id
FROM news.stories
INNER JOIN news.dispatch_members AS homes ON stories.canonical_article_id = homes.article_id
LEFT JOIN news.story_members AS members ON homes.dispatch_id = members.dispatch_id
WHERE NOT homes.is_canonical OR members.story_id IS DISTINCT FROM stories.story_id
UNION ALL
SELECT dispatch_id FROM news.story_members
WHERE story_id IN (SELECT story_id FROM news.stories GROUP BY story_id HAVING count(*) > 1)
UNION ALL
SELECT min(members.dispatch_id)
FROM news.story_members AS members
INNER JOIN news.dispatches AS dispatches ON members.dispatch_id = dispatches.dispatch_id
INNER JOIN news.stories AS stories ON members.story_id = stories.story_id
GROUP BY stories.story_id, stories.first_seen_at
HAVING min(dispatches.first_seen_at) != stories.first_seen_at
