-- Pairs of dispatches of the component whose canonical texts are one template.
SELECT
    least(a.dispatch_id, b.dispatch_id) AS dispatch_id_a,
    greatest(a.dispatch_id, b.dispatch_id) AS dispatch_id_b
FROM news.copy_edges AS edges
INNER JOIN news.dispatches AS a ON edges.article_id_a = a.canonical_article_id
INNER JOIN news.dispatches AS b ON edges.article_id_b = b.canonical_article_id
SEMI JOIN component AS one ON a.dispatch_id = one.dispatch_id
SEMI JOIN component AS other ON b.dispatch_id = other.dispatch_id
WHERE edges.relation = 'template'
