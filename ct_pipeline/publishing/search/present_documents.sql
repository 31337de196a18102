-- What the index should say of the articles that may have changed; what it says otherwise goes.
CREATE OR REPLACE TEMP TABLE present_documents AS
SELECT
    date_trunc('month', first_seen_at)::DATE AS month,
    article_id,
    text_id,
    relevance_grade,
    published_from,
    published_to,
    source_id,
    language
FROM marts.articles
WHERE {{ articles }};

CREATE OR REPLACE TEMP TABLE stale_documents AS
SELECT
    documents.document_id,
    documents.article_id,
    documents.text_id,
    documents.word_count
FROM {{ marts }}.search_documents AS documents
ANTI JOIN present_documents AS present
    ON
        documents.article_id = present.article_id
        AND documents.text_id = present.text_id
        AND documents.relevance_grade IS NOT DISTINCT FROM present.relevance_grade
        AND documents.published_from IS NOT DISTINCT FROM present.published_from
        AND documents.published_to IS NOT DISTINCT FROM present.published_to
        AND documents.source_id IS NOT DISTINCT FROM present.source_id
        AND documents.language IS NOT DISTINCT FROM present.language
WHERE {{ documents }};

DELETE FROM {{ marts }}.search_documents AS documents
WHERE
    {{ documents }}
    AND documents.document_id IN (SELECT stale.document_id FROM stale_documents AS stale);

DELETE FROM {{ marts }}.search_postings AS postings
WHERE
    {{ months }}
    AND postings.document_id IN (
        SELECT stale.document_id
        FROM stale_documents AS stale
        ANTI JOIN present_documents AS present
            ON stale.article_id = present.article_id AND stale.text_id = present.text_id
    );

-- The text is the same: it keeps its number and its postings.
INSERT INTO {{ marts }}.search_documents BY NAME
SELECT
    present.*,
    stale.document_id,
    stale.word_count
FROM present_documents AS present
INNER JOIN stale_documents AS stale USING (article_id, text_id)
ORDER BY stale.document_id;

CREATE OR REPLACE TEMP TABLE missing_documents AS
SELECT
    present.*,
    (row_number() OVER (ORDER BY present.month, present.article_id) - 1)
    // {{ batch_size }} AS batch
FROM present_documents AS present
WHERE present.article_id NOT IN (
    SELECT documents.article_id
    FROM {{ marts }}.search_documents AS documents
    WHERE {{ documents }}
);
