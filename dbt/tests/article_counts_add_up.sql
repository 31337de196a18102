{{ config(meta={'dagster': {'ref': {'name': 'articles'}}}) }}

-- Each article is in one dispatch and one story, so the three sums are one number.
WITH sums AS (
    SELECT
        (SELECT count(*) FROM {{ ref('articles') }}) AS articles,
        (SELECT coalesce(sum(article_count), 0) FROM {{ ref('dispatches') }}) AS in_dispatches,
        (SELECT coalesce(sum(article_count), 0) FROM {{ ref('stories') }}) AS in_stories
)

SELECT *
FROM sums
WHERE articles <> in_dispatches OR articles <> in_stories
