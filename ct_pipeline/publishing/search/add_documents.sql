-- The next texts without postings, their words, and the postings in order.
CREATE OR REPLACE TEMP TABLE next_documents AS
SELECT
    missing.* EXCLUDE (batch),
    (
        row_number() OVER (ORDER BY missing.month, missing.article_id)
        + (
            SELECT coalesce(max(known.document_id), 0)
            FROM {{ marts }}.search_documents AS known
        )
    )::UINTEGER AS document_id,
    fold_to_words(articles.title) AS title_words,
    fold_to_words(articles.body) AS body_words
FROM missing_documents AS missing
INNER JOIN marts.articles AS articles ON missing.article_id = articles.article_id
WHERE missing.batch = {{ batch }};

CREATE OR REPLACE TEMP TABLE next_words AS
SELECT
    month,
    document_id,
    unnest(title_words) AS word,
    (generate_subscripts(title_words, 1) - len(title_words) - 1)::INTEGER AS position
FROM next_documents
UNION ALL
SELECT
    month,
    document_id,
    unnest(body_words) AS word,
    generate_subscripts(body_words, 1)::INTEGER AS position
FROM next_documents;

CREATE OR REPLACE TEMP TABLE next_terms AS
SELECT
    word,
    term_key(word) AS term_key
FROM (SELECT DISTINCT word FROM next_words);

INSERT INTO {{ marts }}.search_postings BY NAME
SELECT
    words.month,
    terms.term_key,
    words.document_id,
    words.position
FROM next_words AS words
INNER JOIN next_terms AS terms ON words.word = terms.word
ORDER BY terms.term_key, words.document_id, words.position;

INSERT INTO {{ marts }}.search_documents BY NAME
SELECT
    * EXCLUDE (title_words, body_words),
    (len(coalesce(title_words, [])) + len(body_words))::INTEGER AS word_count
FROM next_documents
ORDER BY document_id;
