-- All postings in order, those of texts that are no longer there left out.
CREATE OR REPLACE TABLE marts.sorted_postings (
    term_id UINTEGER NOT NULL,
    document_id UINTEGER NOT NULL,
    position INTEGER NOT NULL
);

INSERT INTO marts.sorted_postings
SELECT
    term_id,
    document_id,
    position
FROM marts.search_postings
WHERE document_id IN (SELECT document_id FROM marts.search_documents)
ORDER BY term_id, document_id, position;

DROP TABLE marts.search_postings;
ALTER TABLE marts.sorted_postings RENAME TO search_postings;

UPDATE marts.search_states
SET sorted_posting_count = (SELECT count(*) FROM marts.search_postings);
