CREATE OR REPLACE TEMP TABLE relinked_articles AS
SELECT DISTINCT unnest([article_id_a, article_id_b]) AS article_id FROM (
    (FROM wanted_links EXCEPT FROM {{ table }})
    UNION ALL
    (FROM {{ table }} EXCEPT FROM wanted_links)
)
