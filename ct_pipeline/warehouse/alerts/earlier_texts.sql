-- The texts that alerting saw last of the articles in `seen_revisions`, by their last extractor.
SELECT
    revisions.article_id,
    revisions.text_id,
    revisions.language,
    revisions.published_from,
    revisions.published_to,
    revisions.published_precision
FROM news.article_revisions AS revisions
INNER JOIN seen_revisions
    ON
        revisions.article_id = seen_revisions.article_id
        AND revisions.revision = CAST(seen_revisions.revision AS INTEGER)
