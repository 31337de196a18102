-- Where the relevant articles of the last month are from, and where the events are that they tell
-- of: articles with the places of their datelines and events.
WITH recent AS (
    SELECT
        article_id,
        dateline_place
    FROM marts.articles
    WHERE
        coalesce(published_from, first_seen_at) >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
        AND relevance_grade >= 1
)

SELECT
    article_id,
    dateline_place AS place,
    NULL AS country
FROM recent
WHERE dateline_place IS NOT NULL
UNION
SELECT
    recent.article_id,
    events.place,
    events.country
FROM recent
INNER JOIN marts.ledger_sources AS sources
    ON recent.article_id = sources.article_id AND sources.ledger_table = 'events'
INNER JOIN marts.events AS events ON sources.row_id = events.event_id
WHERE events.place IS NOT NULL
