WITH largest AS MATERIALIZED (
    SELECT
        dispatch_id,
        canonical_article_id,
        article_count,
        publisher_count
    FROM news.dispatches
    SEMI JOIN some_dispatches USING (dispatch_id)
    WHERE article_count > 1
    ORDER BY article_count DESC, dispatch_id ASC
    LIMIT $limit
),

ends AS (
    SELECT
        article_id_a AS article_id,
        relation,
        shared_passage
    FROM news.copy_edges
    UNION ALL
    SELECT
        article_id_b,
        relation,
        shared_passage
    FROM news.copy_edges
)

SELECT
    article_count,
    publisher_count,
    any_value(coalesce(title, url, seed_file, canonical_article_id)) AS heading,
    coalesce(max_by(shared_passage, len(shared_passage)), '') AS passage
FROM largest
INNER JOIN news.current_texts AS texts
    ON largest.canonical_article_id = texts.article_id
LEFT JOIN ends
    ON
        largest.canonical_article_id = ends.article_id
        AND ends.relation IN ('exact_copy', 'near_copy', 'excerpt')
GROUP BY dispatch_id, article_count, publisher_count
ORDER BY article_count DESC, heading ASC
