-- Rows of the ledger that a consumer may be told of: promises that fall due about now, points of a
-- series that differ from the one before, claims that contradict one another. What is doubtful, or
-- set right by its outlet, stays out, and so does a value whose predecessor is older than
-- $series_days: beside it nothing has changed, it is simply known again.
WITH points AS (
    SELECT
        series.*,
        figures.article_id,
        figures.sentence,
        figures.is_uncertain,
        articles.first_seen_at,
        articles.origin,
        -- Of two values of one day, the one of the later text is the new one.
        lag(
            {
                'value': series.value,
                'is_superseded': series.is_superseded,
                'as_of_from': series.as_of_from
            }
        ) OVER (
            PARTITION BY series.subject_id, series.measure
            ORDER BY series.as_of_from ASC, articles.first_seen_at ASC, series.figure_id ASC
        ) AS before
    FROM news.figure_series AS series
    INNER JOIN news.figures AS figures ON series.figure_id = figures.figure_id
    INNER JOIN news.articles AS articles ON figures.article_id = articles.article_id
),

told_figures AS (
    SELECT
        article_id,
        created_at,
        (payload ->> '$.row.subject_id') AS subject_id,
        (payload ->> '$.row.measure') AS measure,
        (payload ->> '$.row.value')::DOUBLE AS value
    FROM news.alerts
    WHERE event_type = 'figure.changed' AND withheld_at IS NULL
),

-- What was told out of an article and stands there no more: its outlet corrected it.
corrected AS (
    SELECT
        told.article_id,
        told.subject_id,
        told.measure,
        max_by(told.value, told.created_at) AS value
    FROM told_figures AS told
    ANTI JOIN points
        ON
            told.article_id = points.article_id
            AND told.subject_id = points.subject_id
            AND told.measure = points.measure
            AND told.value = points.value
    GROUP BY told.article_id, told.subject_id, told.measure
),

changes AS (
    SELECT
        points.* EXCLUDE (before),
        coalesce(corrected.value, points.before.value) AS previous_value,
        coalesce(corrected.value IS NOT NULL OR points.before.is_superseded, FALSE)
            AS is_correction
    FROM points
    LEFT JOIN corrected USING (article_id, subject_id, measure)
    WHERE
        NOT points.is_superseded
        AND (
            corrected.value IS NOT NULL
            OR points.as_of_from - points.before.as_of_from <= $series_days::INTEGER
        )
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
),

-- A promise that a text makes of two occasions, and an occasion that two texts promise, is told
-- once, by what came first.
due AS (
    SELECT promises.*
    FROM news.commitments AS promises
    INNER JOIN news.articles AS articles ON promises.article_id = articles.article_id
    WHERE promises.status IN ('open', 'overdue', 'postponed') AND NOT promises.is_uncertain
    QUALIFY
        row_number() OVER (
            PARTITION BY promises.article_id, promises.what, promises.due_to
            ORDER BY promises.commitment_id
        ) = 1
        AND row_number() OVER (
            PARTITION BY coalesce(promises.event_id, promises.commitment_id), promises.due_to
            ORDER BY articles.first_seen_at, promises.commitment_id
        ) = 1
)

SELECT
    'commitment' AS kind,
    rows.commitment_id AS subject_id,
    rows.article_id,
    rows.sentence,
    rows.programme_id,
    rows.due_to,
    to_json(rows) AS row
FROM due AS rows
WHERE
    (
        rows.article_id NOT IN (SELECT historical.article_id FROM historical)
        OR rows.commitment_id IN (SELECT told_live.row_id FROM told_live)
    )
    AND rows.due_to BETWEEN $today::DATE - $late_days::INTEGER AND $today::DATE + $due_days::INTEGER
UNION ALL
SELECT
    'figure' AS kind,
    concat_ws('=', changes.figure_id, changes.value) AS subject_id,
    changes.article_id,
    changes.sentence,
    NULL AS programme_id,
    NULL AS due_to,
    to_json(
        {
            'subject_id': changes.subject_id,
            'measure': changes.measure,
            'as_of_from': changes.as_of_from,
            'value': changes.value,
            'qualifier': changes.qualifier,
            'figure_id': changes.figure_id,
            'publishers': changes.publishers,
            'is_superseded': changes.is_superseded,
            'previous_value': changes.previous_value,
            'is_correction': changes.is_correction
        }
    ) AS row
FROM changes
WHERE
    changes.value <> changes.previous_value
    AND NOT changes.is_uncertain
    AND changes.first_seen_at >= $since
    AND changes.origin <> 'history'
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
