SELECT
    dispatch_id_a,
    dispatch_id_b,
    kind,
    score,
    anchors,
    sentence_a,
    sentence_b,
    algorithm_version
FROM {{ source('news', 'story_edges') }}
