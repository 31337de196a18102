-- What reading a page or seed came to, for the entry behind it.
-- An article stored from its feed keeps the date of the page's next try, as a look at the article.
UPDATE news.articles
SET next_fetch_at = known.next_attempt_at
FROM settled
INNER JOIN news.entry_outcomes AS known USING (entry_id)
WHERE
    articles.article_id = settled.article_id
    AND articles.entry_id = settled.entry_id
    AND settled.outcome = 'stored'
    AND known.outcome IN ('fetch_failed', 'blocked')
    AND known.next_attempt_at IS NOT NULL;

-- A challenge or consent page is asked for again daily for a week, like one that is forbidden.
UPDATE news.entry_outcomes AS known
SET
    outcome = settled.outcome,
    reason = settled.reason,
    article_id = settled.article_id,
    next_attempt_at = CASE
        WHEN settled.outcome = 'blocked' AND known.attempts < 7
            THEN settled.updated_at + INTERVAL 1 DAY
    END,
    updated_at = settled.updated_at
FROM settled
WHERE known.entry_id = settled.entry_id;

INSERT INTO news.entry_outcomes
FROM settled
ANTI JOIN news.entry_outcomes AS known USING (entry_id);
