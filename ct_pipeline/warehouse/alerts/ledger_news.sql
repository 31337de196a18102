-- Rows of the ledger that a consumer may be told of: promises that fall due about now, points of a
-- series that differ from the one before, claims that contradict one another. What is doubtful, or
-- set right by its outlet, stays out.
WITH points AS (
    SELECT
        *,
        lag(value) OVER (
            PARTITION BY subject_id, measure ORDER BY as_of_from ASC, figure_id ASC
        ) AS previous_value
    FROM news.figure_series
    WHERE NOT is_superseded
),

-- What only archives say is no news.
told_live AS (
    SELECT sources.row_id
    FROM news.ledger_sources AS sources
    INNER JOIN news.articles AS articles ON sources.article_id = articles.article_id
    WHERE sources.ledger_table = 'commitments' AND articles.origin <> 'history'
),

historical AS (
    SELECT article_id FROM news.articles WHERE origin = 'history'
)

SELECT
    'commitment' AS kind,
    rows.commitment_id AS subject_id,
    rows.article_id,
    rows.sentence,
    rows.programme_id,
    rows.due_to,
    to_json(rows) AS row
FROM news.commitments AS rows
WHERE
    rows.status IN ('open', 'overdue', 'postponed')
    AND NOT rows.is_uncertain
    AND (
        rows.article_id NOT IN (SELECT historical.article_id FROM historical)
        OR rows.commitment_id IN (SELECT told_live.row_id FROM told_live)
    )
    AND rows.due_to BETWEEN $today::DATE - $late_days::INTEGER AND $today::DATE + $due_days::INTEGER
UNION ALL
SELECT
    'figure' AS kind,
    concat_ws('=', points.figure_id, points.value) AS subject_id,
    figures.article_id,
    figures.sentence,
    NULL AS programme_id,
    NULL AS due_to,
    to_json(points) AS row
FROM points
INNER JOIN news.figures AS figures ON points.figure_id = figures.figure_id
INNER JOIN news.articles AS articles ON figures.article_id = articles.article_id
WHERE
    points.value <> points.previous_value
    AND NOT figures.is_uncertain
    AND articles.first_seen_at >= $since
    AND articles.origin <> 'history'
UNION ALL
SELECT
    'conflict' AS kind,
    rows.conflict_id AS subject_id,
    rows.article_id_b AS article_id,
    rows.sentence_b AS sentence,
    NULL AS programme_id,
    NULL AS due_to,
    to_json(rows) AS row
FROM news.conflicts AS rows
INNER JOIN news.articles AS articles ON rows.article_id_b = articles.article_id
WHERE
    NOT rows.is_correction
    AND rows.resolved_by IS NULL
    AND articles.first_seen_at >= $since
    AND articles.origin <> 'history'
