CREATE SEQUENCE IF NOT EXISTS marts.search_document_ids;
CREATE SEQUENCE IF NOT EXISTS marts.search_term_ids;

CREATE TABLE IF NOT EXISTS marts.search_documents (
    document_id UINTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    text_id VARCHAR NOT NULL,
    word_count INTEGER NOT NULL
);
COMMENT ON TABLE marts.search_documents IS 'The texts that search() knows, one per article.';
COMMENT ON COLUMN marts.search_documents.document_id IS 'Number of the text in the index.';
COMMENT ON COLUMN marts.search_documents.article_id IS 'The article.';
COMMENT ON COLUMN marts.search_documents.text_id IS 'The text of it that was indexed.';
COMMENT ON COLUMN marts.search_documents.word_count IS 'Words of title and body.';

CREATE TABLE IF NOT EXISTS marts.search_terms (
    term_id UINTEGER NOT NULL,
    term VARCHAR NOT NULL
);
COMMENT ON TABLE marts.search_terms IS 'The words that search() knows, folded and stemmed.';
COMMENT ON COLUMN marts.search_terms.term_id IS 'Number of the term in the index.';
COMMENT ON COLUMN marts.search_terms.term IS 'What stem(fold(word)) gives.';

CREATE TABLE IF NOT EXISTS marts.search_postings (
    term_id UINTEGER NOT NULL,
    document_id UINTEGER NOT NULL,
    position INTEGER NOT NULL
);
COMMENT ON TABLE marts.search_postings IS 'Where each term stands in each text.';
COMMENT ON COLUMN marts.search_postings.term_id IS 'The term.';
COMMENT ON COLUMN marts.search_postings.document_id IS 'The text.';
COMMENT ON COLUMN marts.search_postings.position IS
'Which word it is: 1, 2, … in the body; …, -2, -1 in the title, -1 being its last word.';

CREATE TABLE IF NOT EXISTS marts.search_states (
    words_version VARCHAR NOT NULL,
    sorted_posting_count BIGINT NOT NULL
);
COMMENT ON TABLE marts.search_states IS 'How the index was made; one row.';
COMMENT ON COLUMN marts.search_states.words_version IS 'Version of fold() and stem().';
COMMENT ON COLUMN marts.search_states.sorted_posting_count IS
'Postings that stand in order; those after them came later.';
