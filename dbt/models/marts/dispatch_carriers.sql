{{ config(meta={'slice': {'kind': 'dispatches', 'columns': ['dispatch_id']}}) }}

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
        {{ touched('dispatches', ['articles.dispatch_id']) }}
        AND dispatches.article_count > 1
        AND articles.published_precision IN ('second', 'minute')
        AND articles.published_from IS NOT null
),

newest AS (
    SELECT
        article_id,
        max(revision) AS revision
    FROM {{ ref('article_revisions') }}
    WHERE article_id IN (SELECT carried.article_id FROM carried)
    GROUP BY article_id
),

-- Which version of the canonical text each of the others is nearest to.
versions AS (
    SELECT
        carried.article_id,
        CASE
            WHEN carried.article_id = dispatches.canonical_article_id THEN newest.revision
            WHEN carried.article_id = edges.article_id_a THEN edges.revision_b
            ELSE edges.revision_a
        END AS carries_revision
    FROM carried
    INNER JOIN {{ ref('dispatches') }} AS dispatches
        ON carried.dispatch_id = dispatches.dispatch_id
    INNER JOIN newest ON carried.article_id = newest.article_id
    LEFT JOIN {{ ref('copy_edges') }} AS edges
        ON
            least(carried.article_id, dispatches.canonical_article_id) = edges.article_id_a
            AND greatest(carried.article_id, dispatches.canonical_article_id) = edges.article_id_b
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
    compared.dispatch_id,
    compared.article_id,
    compared.publisher,
    compared.copy_relation,
    compared.is_agency,
    compared.published_at,
    compared.place::INTEGER AS place,
    try_cast(date_diff('minute', compared.first_at, compared.published_at) AS INTEGER)
        AS minutes_after_first,
    try_cast(date_diff('minute', compared.agency_at, compared.published_at) AS INTEGER)
        AS minutes_after_agency,
    versions.carries_revision
FROM compared
INNER JOIN versions ON compared.article_id = versions.article_id
