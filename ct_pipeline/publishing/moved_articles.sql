-- The articles that enter the edition or leave it.
CREATE OR REPLACE TEMP TABLE moved_articles AS
(
    SELECT kept.article_id
    FROM kept_articles AS kept
    EXCEPT
    SELECT articles.article_id
    FROM marts.articles AS articles
)
UNION ALL
(
    SELECT articles.article_id
    FROM marts.articles AS articles
    EXCEPT
    SELECT kept.article_id
    FROM kept_articles AS kept
);
