-- Until 0.1.0 the parting of what had merged could leave one id with two dispatches or two stories,
-- and a story that had lost its first article kept that article's first_seen_at. Whatever bears
-- such an id or moment is made anew in the next pass, which parts the ids.
INSERT INTO news.regroup_queue
SELECT article_id FROM news.dispatch_members
WHERE dispatch_id IN (
    SELECT dispatch_id FROM news.dispatches GROUP BY dispatch_id HAVING count(*) > 1
);

INSERT INTO news.story_queue
SELECT dispatch_id FROM news.story_members
WHERE story_id IN (SELECT story_id FROM news.stories GROUP BY story_id HAVING count(*) > 1)
UNION ALL
SELECT min(members.dispatch_id)
FROM news.story_members AS members
INNER JOIN news.dispatches AS dispatches ON members.dispatch_id = dispatches.dispatch_id
INNER JOIN news.stories AS stories ON members.story_id = stories.story_id
GROUP BY stories.story_id, stories.first_seen_at
HAVING min(dispatches.first_seen_at) != stories.first_seen_at;
