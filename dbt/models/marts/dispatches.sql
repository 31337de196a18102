{{ config(meta={'slice': {'kind': 'dispatches', 'columns': ['dispatch_id']}}) }}

WITH members AS (
    SELECT
        dispatch_id,
        any_value(story_id) AS story_id,
        count(*) AS article_count,
        count(DISTINCT publisher) AS publisher_count,
        list_sort(list_distinct(flatten(list(agency_credits)))) AS agency_credits
    FROM {{ ref('articles') }}
    WHERE {{ touched('dispatches', ['dispatch_id']) }}
    GROUP BY dispatch_id
)

SELECT
    dispatches.dispatch_id,
    dispatches.canonical_article_id,
    members.story_id,
    members.agency_credits,
    members.article_count::INTEGER AS article_count,
    members.publisher_count::INTEGER AS publisher_count,
    dispatches.first_seen_at,
    dispatches.origins,
    dispatches.independent_source_count
FROM {{ ref('stg_news__dispatches') }} AS dispatches
INNER JOIN members ON dispatches.dispatch_id = members.dispatch_id
