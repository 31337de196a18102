SELECT
    texts.article_id,
    title,
    body,
    publisher,
    language,
    published_from::DATE,
    published_to::DATE,
    dispatch_id,
    copy_relation
FROM news.current_texts AS texts
LEFT JOIN news.dispatch_members AS members USING (article_id)
WHERE texts.article_id = $article_id
