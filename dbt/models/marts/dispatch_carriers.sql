-- Only times that are known to the minute can be compared.
WITH carried AS (
    SELECT
        articles.dispatch_id,
        articles.article_id,
        articles.publisher,
        articles.copy_relation,
        coalesce(
            sources.category = 'agency'
            OR list_contains(dispatches.agency_credits, articles.publisher),
            false
        ) AS is_agency,
        articles.published_from AS published_at
    FROM {{ ref('articles') }} AS articles
    INNER JOIN {{ ref('dispatches') }} AS dispatches
        ON articles.dispatch_id = dispatches.dispatch_id
    LEFT JOIN {{ ref('sources') }} AS sources ON articles.source_id = sources.source_id
    WHERE
        dispatches.article_count > 1
        AND articles.published_precision IN ('second', 'minute')
        AND articles.published_from IS NOT null
),

compared AS (
    SELECT
        *,
        rank() OVER (PARTITION BY dispatch_id ORDER BY published_at) AS place,
        min(published_at) OVER (PARTITION BY dispatch_id) AS first_at,
        min(published_at) FILTER (is_agency) OVER (PARTITION BY dispatch_id) AS agency_at
    FROM carried
)

SELECT
    dispatch_id,
    article_id,
    publisher,
    copy_relation,
    is_agency,
    published_at,
    place::INTEGER AS place,
    date_diff('minute', first_at, published_at)::INTEGER AS minutes_after_first,
    date_diff('minute', agency_at, published_at)::INTEGER AS minutes_after_agency
FROM compared
