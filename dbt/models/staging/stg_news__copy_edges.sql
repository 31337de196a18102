SELECT
    article_id_a,
    article_id_b,
    relation,
    score,
    containment_ab,
    containment_ba,
    shared_passage,
    revision_a,
    revision_b,
    algorithm_version
FROM {{ source('news', 'copy_edges') }}
