{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['article_id_a', 'article_id_b'],
    on_schema_change='fail',
    post_hook="{{ forget_vanished(ref('int_copy_edges__hashed'), ['article_id_a', 'article_id_b']) }}"
) }}

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
    edges.row_hash
FROM {{ ref('int_copy_edges__hashed') }} AS edges
{{ only_changed('edges', ['article_id_a', 'article_id_b']) }}
