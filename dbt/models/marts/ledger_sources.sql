SELECT
    ledger_table,
    row_id,
    article_id,
    field,
    char_start,
    char_end,
    sentence
FROM {{ ref('stg_news__ledger_sources') }}
