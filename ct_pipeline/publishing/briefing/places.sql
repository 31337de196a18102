-- From where the relevant articles of the last month were sent, and how many from each place.
SELECT
    dateline_place,
    count(*) AS article_count
FROM marts.articles
WHERE
    coalesce(published_from, first_seen_at) >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
    AND relevance_grade >= 1
    AND dateline_place IS NOT NULL
GROUP BY dateline_place
ORDER BY article_count DESC, dateline_place ASC
