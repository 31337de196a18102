-- Edges between articles that are published, each with its fingerprint.
WITH edges AS (
    SELECT edges.*
    FROM {{ ref('stg_news__copy_edges') }} AS edges
    SEMI JOIN {{ ref('int_articles__grouped') }} AS articles_a
        ON edges.article_id_a = articles_a.article_id
    SEMI JOIN {{ ref('int_articles__grouped') }} AS articles_b
        ON edges.article_id_b = articles_b.article_id
)

SELECT
    edges.*,
    hash(edges) AS row_hash
FROM edges
