{{ config(meta={'slice': {'kind': 'dispatches', 'columns': ['dispatch_id_a', 'dispatch_id_b']}}) }}

WITH touched AS (
    SELECT *
    FROM {{ ref('stg_news__story_edges') }}
    WHERE {{ touched('dispatches', ['dispatch_id_a', 'dispatch_id_b']) }}
)

SELECT
    edges.dispatch_id_a,
    edges.dispatch_id_b,
    edges.kind,
    edges.score,
    edges.anchors,
    edges.sentence_a,
    edges.sentence_b,
    edges.algorithm_version
FROM touched AS edges
SEMI JOIN {{ ref('dispatches') }} AS dispatches_a
    ON edges.dispatch_id_a = dispatches_a.dispatch_id
SEMI JOIN {{ ref('dispatches') }} AS dispatches_b
    ON edges.dispatch_id_b = dispatches_b.dispatch_id
