-- Rows of sketches found elsewhere; keys come signed, their order kept.
SELECT
    window_number,
    (shingle_hash::HUGEINT + 9223372036854775808)::UBIGINT AS shingle_hash,
    (article_key::HUGEINT + 9223372036854775808)::UBIGINT AS article_key
FROM read_parquet('{{ results }}/signed/*.parquet')
WHERE kind = 'dated'
