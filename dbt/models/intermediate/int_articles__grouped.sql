-- Everything about a touched article but its text, which `text_id` names. An article that a broken
-- pass left without group, story or grade is held back, here and so in every mart, until the next.
WITH touched AS (
    SELECT *
    FROM {{ ref('stg_news__articles') }}
    WHERE {{ touched('articles', ['article_id']) }}
)

SELECT
    articles.article_id,
    articles.origin,
    articles.source_id,
    articles.url,
    articles.seed_file,
    articles.first_seen_at,
    articles.withdrawn_at,
    articles.current_text_id AS text_id,
    CASE WHEN articles.origin = 'feed' THEN sources.name END AS source_name,
    dispatch_members.dispatch_id,
    dispatch_members.copy_relation,
    dispatch_members.is_canonical,
    story_members.story_id,
    dispatch_grades.relevance_grade,
    dispatch_grades.is_uncertain,
    coalesce(judged.relevance_evidence, dispatch_grades.relevance_evidence)
        AS relevance_evidence,
    dispatch_grades.relevance_rule,
    dispatch_grades.topics,
    dispatch_grades.ruleset_version
FROM touched AS articles
INNER JOIN {{ ref('stg_news__dispatch_members') }} AS dispatch_members
    ON articles.article_id = dispatch_members.article_id
INNER JOIN {{ ref('stg_news__story_members') }} AS story_members
    ON dispatch_members.dispatch_id = story_members.dispatch_id
INNER JOIN {{ ref('stg_news__dispatch_grades') }} AS dispatch_grades
    ON dispatch_members.dispatch_id = dispatch_grades.dispatch_id
LEFT JOIN {{ ref('int_texts__judged') }} AS judged
    ON articles.current_text_id = judged.text_id
LEFT JOIN {{ ref('stg_news__sources') }} AS sources
    ON articles.source_id = sources.source_id
