-- noqa: disable=LT02
-- explain('id of one article', 'id of another'): what the two are to each other and why; one row.
-- `relation`, the shares and the passage are null where the two share too little for an edge; texts
-- of one dispatch without an edge of their own are copies of the same canonical article.
CREATE OR REPLACE MACRO explain(one, other) AS TABLE
WITH pair AS (
    SELECT
        a.article_id AS article_id_a,
        b.article_id AS article_id_b,
        a.title AS title_a,
        b.title AS title_b,
        a.dispatch_id AS dispatch_id_a,
        b.dispatch_id AS dispatch_id_b,
        a.copy_relation AS copy_relation_a,
        b.copy_relation AS copy_relation_b,
        a.dispatch_id = b.dispatch_id AS is_same_dispatch
    FROM marts.articles AS a, marts.articles AS b
    WHERE a.article_id = one AND b.article_id = other
)

SELECT
    pair.article_id_a,
    pair.article_id_b,
    pair.is_same_dispatch,
    edges.relation,
    edges.score,
    CASE WHEN edges.article_id_a = pair.article_id_a THEN edges.containment_ab
        ELSE edges.containment_ba END AS containment_ab,
    CASE WHEN edges.article_id_a = pair.article_id_a THEN edges.containment_ba
        ELSE edges.containment_ab END AS containment_ba,
    edges.shared_passage,
    CASE
        WHEN pair.article_id_a = pair.article_id_b THEN 'one and the same article'
        WHEN edges.relation IS NULL AND pair.is_same_dispatch
            THEN 'one dispatch by way of other copies of it'
        WHEN edges.relation IS NULL THEN 'they share too little to be compared'
        WHEN pair.is_same_dispatch THEN 'one dispatch: copies of one text'
        WHEN edges.relation = 'roundup' THEN 'apart: one of them holds several dispatches'
        WHEN edges.relation = 'update' THEN 'apart: the same story with other facts or a new lead'
        WHEN edges.relation = 'template' THEN 'apart: a recurring text with other facts'
        WHEN edges.relation = 'partial_reuse' THEN 'apart: some passages in common'
        ELSE 'apart although alike: other texts or a person speak against it'
    END AS explanation,
    pair.title_a,
    pair.title_b,
    pair.dispatch_id_a,
    pair.dispatch_id_b,
    pair.copy_relation_a,
    pair.copy_relation_b,
    edges.algorithm_version
FROM pair
LEFT JOIN marts.copy_edges AS edges
    ON
        edges.article_id_a = least(pair.article_id_a, pair.article_id_b)
        AND edges.article_id_b = greatest(pair.article_id_a, pair.article_id_b);
