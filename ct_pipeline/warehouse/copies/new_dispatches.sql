INSERT INTO news.dispatches BY NAME
SELECT
    dispatch_id,
    arg_max(article_id, is_canonical) AS canonical_article_id,
    min(first_seen_at) AS first_seen_at,
    any_value(named_at) AS named_at,
    count(*)::INTEGER AS article_count,
    count(DISTINCT publisher)::INTEGER AS publisher_count,
    list_sort(list_distinct(flatten(list(agency_credits)))) AS agency_credits,
    CASE
        WHEN len(arg_max(agency_credits, is_canonical)) > 0
            THEN list_sort(arg_max(agency_credits, is_canonical))
        WHEN len(flatten(list(agency_credits))) > 0
            THEN list_sort(list_distinct(flatten(list(agency_credits))))
        ELSE list_filter([arg_max(publisher, is_canonical)], LAMBDA name: name IS NOT NULL)
    END AS origins,
    greatest(len(origins), 1)::INTEGER AS independent_source_count
FROM news.dispatch_members
INNER JOIN component USING (article_id)
INNER JOIN news.current_texts USING (article_id)
INNER JOIN named_dispatches USING (dispatch_id)
GROUP BY dispatch_id
