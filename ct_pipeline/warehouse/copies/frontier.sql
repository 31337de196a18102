CREATE OR REPLACE TEMP TABLE frontier AS
SELECT DISTINCT neighbours.article_id FROM (
    SELECT edges.article_id_b AS article_id
    FROM news.copy_edges AS edges
    SEMI JOIN frontier ON edges.article_id_a = frontier.article_id
    WHERE pair_relation IN ({{ joining }})
    UNION ALL
    SELECT edges.article_id_a
    FROM news.copy_edges AS edges
    SEMI JOIN frontier ON edges.article_id_b = frontier.article_id
    WHERE pair_relation IN ({{ joining }})
    UNION ALL
    SELECT links.article_id_b FROM news.applied_links AS links
    SEMI JOIN frontier ON links.article_id_a = frontier.article_id
    UNION ALL
    SELECT links.article_id_a FROM news.applied_links AS links
    SEMI JOIN frontier ON links.article_id_b = frontier.article_id
    UNION ALL
    SELECT members.article_id FROM news.dispatch_members AS members
    WHERE members.dispatch_id IN (
        SELECT dispatch_id FROM news.dispatch_members
        SEMI JOIN frontier USING (article_id)
    )
) AS neighbours
SEMI JOIN news.text_signatures USING (article_id)
ANTI JOIN component USING (article_id)
