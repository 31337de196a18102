-- Signatures found elsewhere; keys come signed, their order kept.
SELECT
    (article_key::HUGEINT + 9223372036854775808)::UBIGINT AS article_key,
    article_id,
    text_id,
    version_ids,
    algorithm_version,
    body_hash,
    word_count,
    shingle_count,
    sketch_count,
    day_from,
    day_to
FROM read_parquet('{{ results }}/signed/*.parquet')
WHERE kind = 'signature'
