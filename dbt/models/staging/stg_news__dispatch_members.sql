SELECT
    article_id,
    dispatch_id,
    copy_relation,
    is_canonical
FROM {{ source('news', 'dispatch_members') }}
