-- Which text of an article, read by which rules, its mentions come from: the fingerprint of the
-- article's mentions as a whole.
SELECT
    articles.article_id,
    articles.text_id,
    judged.ruleset_version,
    hash(articles.text_id, judged.ruleset_version) AS row_hash
FROM {{ ref('int_articles__grouped') }} AS articles
INNER JOIN {{ ref('int_texts__judged') }} AS judged ON articles.text_id = judged.text_id
