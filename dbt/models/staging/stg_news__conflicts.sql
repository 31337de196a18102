SELECT
    conflict_id,
    kind,
    row_id_a,
    row_id_b,
    article_id_a,
    article_id_b,
    publisher_a,
    publisher_b,
    value_a,
    value_b,
    sentence_a,
    sentence_b,
    is_correction,
    corrected_by,
    resolved_by
FROM {{ source('news', 'conflicts') }}
