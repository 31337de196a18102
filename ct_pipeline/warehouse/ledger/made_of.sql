-- A fingerprint of what the joined tables are made of: texts read, stories, day, programmes.
SELECT
    concat_ws(
        '/',
        $version,
        $day,
        $programmes,
        count(*),
        bit_xor(hash(told.text_id, dispatches.canonical_article_id, story_members.story_id))
    ) AS made_of
FROM news.ledger_texts AS told
INNER JOIN news.articles ON told.text_id = articles.current_text_id
INNER JOIN news.dispatches ON articles.article_id = dispatches.canonical_article_id
INNER JOIN news.dispatch_grades AS grades ON dispatches.dispatch_id = grades.dispatch_id
LEFT JOIN news.story_members ON dispatches.dispatch_id = story_members.dispatch_id
WHERE told.ledger_version = $version AND grades.relevance_grade >= 1
