-- What the former edition knows of texts that are in the next one too.
INSERT INTO marts.search_documents
SELECT documents.*
FROM former.marts.search_documents AS documents
WHERE documents.article_id IN (SELECT articles.article_id FROM marts.articles AS articles)
ORDER BY documents.document_id;

INSERT INTO marts.search_postings
SELECT postings.*
FROM former.marts.search_postings AS postings
WHERE postings.document_id IN (SELECT kept.document_id FROM marts.search_documents AS kept)
{{ order }};

UPDATE marts.search_states
SET sorted_before = {{ sorted_before }};
