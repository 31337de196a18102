SELECT
    ledger_table,
    row_id,
    article_id,
    field,
    char_start,
    char_end,
    sentence
FROM {{ source('news', 'ledger_sources') }}
