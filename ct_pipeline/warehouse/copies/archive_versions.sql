-- The versions of each article up to the one in force, which has the highest place.
SELECT
    texts.article_id,
    versions.revision AS place,
    texts.text_id,
    texts.revision,
    texts.title,
    texts.body,
    texts.language,
    texts.published_from::DATE AS day_from,
    texts.published_to::DATE AS day_to
FROM batch_versions AS versions
INNER JOIN news.article_texts AS texts ON versions.place = texts.rowid
