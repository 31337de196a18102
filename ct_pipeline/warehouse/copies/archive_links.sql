-- People's links in force.
SELECT
    article_id_a,
    article_id_b,
    kind
FROM news.applied_links
