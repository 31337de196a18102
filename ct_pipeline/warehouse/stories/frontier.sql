-- The dispatches next to the frontier: by an edge, a person's link, a story in common.
CREATE OR REPLACE TEMP TABLE frontier AS
SELECT DISTINCT neighbours.dispatch_id FROM (
    SELECT dispatch_id_b AS dispatch_id FROM news.story_edges
    SEMI JOIN frontier ON dispatch_id_a = frontier.dispatch_id
    UNION ALL
    SELECT dispatch_id_a FROM news.story_edges
    SEMI JOIN frontier ON dispatch_id_b = frontier.dispatch_id
    UNION ALL
    SELECT others.dispatch_id
    FROM news.dispatch_members AS own
    SEMI JOIN frontier ON own.dispatch_id = frontier.dispatch_id
    INNER JOIN news.applied_story_links AS links
        ON own.article_id IN (links.article_id_a, links.article_id_b)
    INNER JOIN news.dispatch_members AS others
        ON others.article_id IN (links.article_id_a, links.article_id_b)
    UNION ALL
    SELECT others.dispatch_id
    FROM news.story_members AS own
    SEMI JOIN frontier ON own.dispatch_id = frontier.dispatch_id
    INNER JOIN news.story_members AS others ON own.story_id = others.story_id
    UNION ALL
    SELECT homes.dispatch_id
    FROM news.story_members AS own
    SEMI JOIN frontier ON own.dispatch_id = frontier.dispatch_id
    INNER JOIN news.stories ON own.story_id = stories.story_id
    INNER JOIN news.dispatch_members AS homes ON stories.canonical_article_id = homes.article_id
) AS neighbours
SEMI JOIN news.dispatches ON neighbours.dispatch_id = dispatches.dispatch_id
ANTI JOIN component ON neighbours.dispatch_id = component.dispatch_id
