SELECT
    quote_id,
    speaker_id,
    speaker,
    speaker_role,
    mode,
    quote,
    statement_count,
    article_id,
    field,
    char_start,
    char_end,
    sentence,
    is_uncertain,
    ledger_version
FROM {{ source('news', 'quotes') }}
