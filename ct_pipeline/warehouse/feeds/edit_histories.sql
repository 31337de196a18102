-- What is known of entries that their feed changed: their last words, and what looking at the page
-- after earlier changes came to.
WITH versions AS (
    SELECT *
    FROM news.entries
    SEMI JOIN edited USING (entry_id)
),

newest AS (
    SELECT *
    FROM versions
    QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY version DESC) = 1
),

known AS (
    SELECT
        newest.entry_id,
        newest.title,
        newest.summary,
        newest.content_html,
        articles.article_id,
        coalesce(article_texts.seen_at, articles.first_seen_at) AS text_seen_at
    FROM newest
    LEFT JOIN news.entry_outcomes USING (entry_id)
    LEFT JOIN news.articles ON entry_outcomes.article_id = articles.article_id
    LEFT JOIN news.article_texts ON articles.current_text_id = article_texts.text_id
),

looks AS (
    SELECT
        article_id,
        max(fetched_at) AS looked_at
    FROM news.fetches
    SEMI JOIN known USING (article_id)
    WHERE kind = 'page'
    GROUP BY article_id
)

SELECT
    known.entry_id,
    known.title,
    known.summary,
    known.content_html,
    known.text_seen_at,
    looks.looked_at,
    (
        SELECT count(*)
        FROM versions
        WHERE
            versions.entry_id = known.entry_id
            AND versions.seen_at > known.text_seen_at
            AND versions.seen_at <= looks.looked_at
    ) AS fruitless_count
FROM known
LEFT JOIN looks USING (article_id)
