-- The places of all versions of a batch of articles, up to the one in force, each by the extractor
-- that read it last; the one in force as it is.
CREATE OR REPLACE TEMP TABLE batch_versions AS
WITH batch AS (
    SELECT
        article_id,
        text_id,
        place AS article_place
    FROM stale_texts
    WHERE place >= $first AND place <= $last
),

known AS (
    SELECT
        batch.article_place,
        texts.rowid AS place,
        texts.revision,
        texts.text_id = batch.text_id AS is_current,
        max(texts.revision) FILTER (texts.text_id = batch.text_id)
            OVER (PARTITION BY batch.article_place) AS current_revision,
        texts.extracted_at
    FROM news.article_texts AS texts
    INNER JOIN batch ON texts.article_id = batch.article_id
)

SELECT
    article_place,
    place,
    revision
FROM known
WHERE revision <= current_revision
QUALIFY
    row_number() OVER (
        PARTITION BY article_place, revision ORDER BY is_current DESC, extracted_at DESC, place DESC
    ) = 1
