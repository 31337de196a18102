-- The programmes that have a page, which are those that a text speaks of, the most told of first.
SELECT
    programme_id,
    name
FROM marts.programmes
WHERE article_count > 0
ORDER BY article_count DESC, name ASC
