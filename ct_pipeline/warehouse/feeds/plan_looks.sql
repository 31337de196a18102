-- When the pages of edited entries are looked at; an earlier look that is planned stays.
UPDATE news.articles
SET
    next_fetch_at = least(
        coalesce(articles.next_fetch_at, planned.look_at), planned.look_at
    )
FROM (
    SELECT
        entry_outcomes.article_id,
        min(wanted_looks.look_at::TIMESTAMPTZ) AS look_at
    FROM news.entry_outcomes
    INNER JOIN wanted_looks USING (entry_id)
    GROUP BY entry_outcomes.article_id
) AS planned
WHERE articles.article_id = planned.article_id
