{{ config(meta={'slice': {'kind': 'stories', 'columns': ['story_id']}}) }}

WITH members AS (
    SELECT
        story_id,
        list_sort(list(DISTINCT language) FILTER (language IS NOT NULL)) AS languages,
        list_sort(list(DISTINCT publisher) FILTER (publisher IS NOT NULL)) AS publishers,
        count(*) AS article_count,
        count(DISTINCT dispatch_id) AS dispatch_count,
        max(relevance_grade) AS relevance_grade
    FROM {{ ref('articles') }}
    WHERE {{ touched('stories', ['story_id']) }}
    GROUP BY story_id
)

SELECT
    stories.story_id,
    canonical.title,
    stories.canonical_article_id,
    stories.first_seen_at,
    coalesce(members.languages, []) AS languages,
    coalesce(members.publishers, []) AS publishers,
    members.article_count::INTEGER AS article_count,
    members.dispatch_count::INTEGER AS dispatch_count,
    len(coalesce(members.publishers, []))::INTEGER AS publisher_count,
    members.relevance_grade
FROM {{ ref('stg_news__stories') }} AS stories
INNER JOIN members ON stories.story_id = members.story_id
INNER JOIN {{ ref('articles') }} AS canonical
    ON stories.canonical_article_id = canonical.article_id
