-- The dispatches of the stories that bear one of the ids, as far as not in the component.
CREATE OR REPLACE TEMP TABLE frontier AS
SELECT DISTINCT bearers.dispatch_id FROM (
    SELECT members.dispatch_id
    FROM news.story_members AS members
    SEMI JOIN borne_ids ON members.story_id = borne_ids.story_id
    UNION ALL
    SELECT homes.dispatch_id
    FROM news.stories
    SEMI JOIN borne_ids ON stories.story_id = borne_ids.story_id
    INNER JOIN news.dispatch_members AS homes ON stories.canonical_article_id = homes.article_id
) AS bearers
SEMI JOIN news.dispatches ON bearers.dispatch_id = dispatches.dispatch_id
ANTI JOIN component ON bearers.dispatch_id = component.dispatch_id
