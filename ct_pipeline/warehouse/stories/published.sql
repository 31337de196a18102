-- The stories as they stand, each with the dispatch that now holds its canonical article.
SELECT
    stories.story_id,
    homes.dispatch_id,
    stories.named_at
FROM news.stories
INNER JOIN news.dispatch_members AS homes ON stories.canonical_article_id = homes.article_id
SEMI JOIN component ON homes.dispatch_id = component.dispatch_id
ORDER BY stories.story_id
