SELECT
    subject_id,
    measure,
    as_of_from,
    value,
    qualifier,
    figure_id,
    publishers,
    is_superseded
FROM {{ ref('stg_news__figure_series') }}
