SELECT
    (
        SELECT count(*) FROM (
            SELECT dispatches.dispatch_id
            FROM news.dispatches
            LEFT JOIN news.dispatch_members AS members USING (dispatch_id)
            GROUP BY dispatches.dispatch_id, dispatches.canonical_article_id
            HAVING
                count(*) FILTER (
                    members.is_canonical
                    AND members.article_id = dispatches.canonical_article_id
                ) != 1
                OR count(*) FILTER (members.is_canonical) != 1
                OR (bool_or(members.copy_relation = 'roundup') AND count(*) > 1)
        )
    )
    + (
        SELECT count(*) FROM (
            SELECT 1 FROM news.dispatches
            GROUP BY dispatch_id
            HAVING count(*) > 1
        )
    )
    + (
        SELECT count(*) FROM news.dispatch_aliases
        WHERE current_id NOT IN (SELECT dispatch_id FROM news.dispatches)
    )
