{{ config(meta={'slice': {'kind': 'articles', 'columns': ['article_id_a', 'article_id_b']}}) }}

-- Edges between articles that are published.
WITH touched AS (
    SELECT *
    FROM {{ ref('stg_news__copy_edges') }}
    WHERE {{ touched('articles', ['article_id_a', 'article_id_b']) }}
)

SELECT
    edges.article_id_a,
    edges.article_id_b,
    edges.relation,
    edges.score,
    edges.containment_ab,
    edges.containment_ba,
    edges.shared_passage,
    edges.revision_a,
    edges.revision_b,
    edges.algorithm_version,
    articles_a.first_seen_at
FROM touched AS edges
INNER JOIN {{ ref('articles') }} AS articles_a ON edges.article_id_a = articles_a.article_id
SEMI JOIN {{ ref('articles') }} AS articles_b ON edges.article_id_b = articles_b.article_id
