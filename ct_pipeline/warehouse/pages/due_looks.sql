-- Articles whose page is looked at again: relevant ones twice after they were first seen, and
-- whatever has its own time set (pages/looks.py).
WITH relevant AS (
    SELECT DISTINCT dispatch_members.article_id
    FROM news.dispatch_members
    INNER JOIN news.dispatch_grades USING (dispatch_id)
    WHERE dispatch_grades.relevance_grade >= $least_grade
),

candidates AS (
    SELECT articles.*
    FROM news.articles
    LEFT JOIN relevant USING (article_id)
    WHERE
        articles.origin = 'feed'
        AND articles.url IS NOT NULL
        AND (
            articles.next_fetch_at <= $now
            OR (
                articles.next_fetch_at IS NULL
                AND relevant.article_id IS NOT NULL
                AND articles.first_seen_at <= $now - $first_look
                AND articles.first_seen_at > $now - $last_look
            )
        )
),

looks AS (
    SELECT
        article_id,
        max(fetched_at) AS looked_at,
        arg_max(body_hash, fetched_at) FILTER (result = 'ok') AS body_hash
    FROM news.fetches
    SEMI JOIN candidates USING (article_id)
    WHERE kind = 'page'
    GROUP BY article_id
)

SELECT
    candidates.entry_id,
    candidates.source_id,
    candidates.article_id,
    coalesce(entry_outcomes.url, candidates.url) AS url,
    looks.body_hash
FROM candidates
LEFT JOIN looks USING (article_id)
LEFT JOIN news.entry_outcomes USING (entry_id)
WHERE
    candidates.next_fetch_at IS NOT NULL
    OR looks.looked_at IS NULL
    OR looks.looked_at < candidates.first_seen_at + $first_look
    OR (
        looks.looked_at < candidates.first_seen_at + $second_look
        AND candidates.first_seen_at <= $now - $second_look
    )
ORDER BY candidates.first_seen_at DESC, candidates.article_id ASC
