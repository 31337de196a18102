SELECT
    subject_id,
    measure,
    as_of_from,
    value,
    qualifier,
    figure_id,
    publishers,
    is_superseded
FROM {{ source('news', 'figure_series') }}
