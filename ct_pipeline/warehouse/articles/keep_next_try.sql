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
    AND known.next_attempt_at IS NOT NULL
