CREATE TABLE IF NOT EXISTS {{ marts }}.search_documents (
    month DATE NOT NULL,
    document_id UINTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    text_id VARCHAR NOT NULL,
    word_count INTEGER NOT NULL,
    relevance_grade INTEGER,
    published_from TIMESTAMPTZ,
    published_to TIMESTAMPTZ,
    source_id VARCHAR,
    language VARCHAR
);
COMMENT ON TABLE {{ marts }}.search_documents IS
'The texts that search() knows, one per article, with what a search can be narrowed by.';
COMMENT ON COLUMN {{ marts }}.search_documents.month IS 'In which the article was first seen.';
COMMENT ON COLUMN {{ marts }}.search_documents.document_id IS 'Number of the text in the index.';
COMMENT ON COLUMN {{ marts }}.search_documents.article_id IS 'The article.';
COMMENT ON COLUMN {{ marts }}.search_documents.text_id IS 'The text of it that was indexed.';
COMMENT ON COLUMN {{ marts }}.search_documents.word_count IS 'Words of title and body.';
COMMENT ON COLUMN {{ marts }}.search_documents.relevance_grade IS 'As in articles.';
COMMENT ON COLUMN {{ marts }}.search_documents.published_from IS 'As in articles.';
COMMENT ON COLUMN {{ marts }}.search_documents.published_to IS 'As in articles.';
COMMENT ON COLUMN {{ marts }}.search_documents.source_id IS 'As in articles.';
COMMENT ON COLUMN {{ marts }}.search_documents.language IS 'As in articles.';

CREATE TABLE IF NOT EXISTS {{ marts }}.search_postings (
    month DATE NOT NULL,
    term_key UBIGINT NOT NULL,
    document_id UINTEGER NOT NULL,
    position INTEGER NOT NULL
);
COMMENT ON TABLE {{ marts }}.search_postings IS 'Where each word stands in each text.';
COMMENT ON COLUMN {{ marts }}.search_postings.month IS 'The month of the text.';
COMMENT ON COLUMN {{ marts }}.search_postings.term_key IS 'What term_key(fold(word)) gives.';
COMMENT ON COLUMN {{ marts }}.search_postings.document_id IS 'The text.';
COMMENT ON COLUMN {{ marts }}.search_postings.position IS
'Which word it is: 1, 2, … in the body; …, -2, -1 in the title, -1 being its last word.';

CREATE TABLE IF NOT EXISTS {{ marts }}.search_states (
    words_version VARCHAR NOT NULL,
    sorted_before UINTEGER NOT NULL
);
COMMENT ON TABLE {{ marts }}.search_states IS 'How the index was made; one row.';
COMMENT ON COLUMN {{ marts }}.search_states.words_version IS 'Version of fold() and stem().';
COMMENT ON COLUMN {{ marts }}.search_states.sorted_before IS
'Postings of texts with lower numbers stand in order in the edition; the others came later.';
