-- The next texts without postings, their words, new terms and the postings in order.
CREATE OR REPLACE TEMP TABLE next_documents AS
SELECT
    nextval('marts.search_document_ids')::UINTEGER AS document_id,
    articles.article_id,
    articles.text_id,
    fold_to_words(articles.title) AS title_words,
    fold_to_words(articles.body) AS body_words
FROM marts.articles
WHERE articles.article_id IN (SELECT article_id FROM missing_articles WHERE batch = {{ batch }});

CREATE OR REPLACE TEMP TABLE next_words AS
SELECT
    document_id,
    unnest(title_words) AS word,
    (generate_subscripts(title_words, 1) - len(title_words) - 1)::INTEGER AS position
FROM next_documents
UNION ALL
SELECT
    document_id,
    unnest(body_words) AS word,
    generate_subscripts(body_words, 1)::INTEGER AS position
FROM next_documents;

CREATE OR REPLACE TEMP TABLE next_terms AS
SELECT
    word,
    stem(word) AS term
FROM (SELECT DISTINCT word FROM next_words);

INSERT INTO marts.search_terms
SELECT
    nextval('marts.search_term_ids')::UINTEGER AS term_id,
    term
FROM (SELECT DISTINCT term FROM next_terms)
WHERE term NOT IN (SELECT term FROM marts.search_terms);

INSERT INTO marts.search_postings
SELECT
    terms.term_id,
    words.document_id,
    words.position
FROM next_words AS words
INNER JOIN next_terms ON words.word = next_terms.word
INNER JOIN marts.search_terms AS terms ON next_terms.term = terms.term
ORDER BY terms.term_id, words.document_id, words.position;

INSERT INTO marts.search_documents
SELECT
    document_id,
    article_id,
    text_id,
    (len(coalesce(title_words, [])) + len(body_words))::INTEGER AS word_count
FROM next_documents;
