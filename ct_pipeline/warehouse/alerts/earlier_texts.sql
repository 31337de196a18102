-- What alerting saw last of the articles in `seen_revisions`, by its last extractor, beside the
-- text that is in force now.
SELECT
    earlier.article_id,
    earlier.text_id,
    earlier.title,
    earlier.body,
    earlier.language,
    earlier.published_from,
    earlier.published_to,
    earlier.published_precision,
    present.title AS present_title,
    present.body AS present_body
FROM news.article_texts AS earlier
INNER JOIN seen_revisions
    ON
        earlier.article_id = seen_revisions.article_id
        AND earlier.revision = seen_revisions.revision::INTEGER
INNER JOIN news.article_texts AS present ON seen_revisions.present_text_id = present.text_id
QUALIFY
    row_number() OVER (PARTITION BY earlier.article_id ORDER BY earlier.extracted_at DESC) = 1
