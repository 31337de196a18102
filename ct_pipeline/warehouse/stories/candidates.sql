-- Pairs with a dispatch of the batch that may be one event: what judging accepts is among them.
-- Dated texts that share enough of what says which event it is, within days, names by their sound;
-- texts without a day share a series with its edition, or a date that one of them names.
WITH near AS MATERIALIZED (
    SELECT
        dispatch_id,
        day,
        kind,
        key,
        weight
    FROM news.story_anchors
    WHERE day BETWEEN $first_day AND $last_day AND weight > 0
),

selective AS MATERIALIZED (
    SELECT
        dispatch_id,
        day,
        kind,
        key,
        weight,
        true AS is_name
    FROM near
    WHERE
        weight >= $least_selective
        AND kind IN ('series', 'edition', 'person', 'city', 'country', 'number', 'region')
    UNION ALL
    SELECT
        dispatch_id,
        day,
        'sound',
        sound,
        $sound_weight,
        is_name
    FROM news.story_sounds
    WHERE day BETWEEN $first_day AND $last_day
),

-- Once for each day of others that is near, so that the join is by day too and never over a year.
mine AS (
    SELECT
        selective.* EXCLUDE (day),
        selective.day + days.number AS day
    FROM selective
    SEMI JOIN staged_subjects ON selective.dispatch_id = staged_subjects.dispatch_id
    CROSS JOIN (SELECT unnest(range(-4, 5))::INTEGER AS number) AS days
),

paired AS (
    SELECT
        mine.dispatch_id AS one,
        others.dispatch_id AS other,
        sum(mine.weight) FILTER (mine.kind != 'sound') AS selected,
        least(sum(mine.weight) FILTER (mine.kind = 'sound'), $most_sounds) AS sounds
    FROM mine
    INNER JOIN selective AS others
        ON
            mine.day = others.day
            AND mine.kind = others.kind
            AND mine.key = others.key
            AND (mine.is_name OR others.is_name)
            AND mine.dispatch_id != others.dispatch_id
    GROUP BY ALL
),

selected AS (
    SELECT
        least(one, other) AS dispatch_id_a,
        greatest(one, other) AS dispatch_id_b,
        max(coalesce(selected, 0) + coalesce(sounds, 0)) AS selected
    FROM paired
    GROUP BY dispatch_id_a, dispatch_id_b
    HAVING max(coalesce(selected, 0) + coalesce(sounds, 0)) >= $least_selected
),

within_hours AS MATERIALIZED (
    SELECT selected.*
    FROM selected
    INNER JOIN news.story_subjects AS a ON selected.dispatch_id_a = a.dispatch_id
    INNER JOIN news.story_subjects AS b ON selected.dispatch_id_b = b.dispatch_id
    WHERE
        a.published_from <= b.published_to + to_hours($window_hours)
        AND b.published_from <= a.published_to + to_hours($window_hours)
),

within_days AS (
    SELECT
        pairs.dispatch_id_a,
        pairs.dispatch_id_b
    FROM within_hours AS pairs
    INNER JOIN near AS a ON pairs.dispatch_id_a = a.dispatch_id
    INNER JOIN near AS b
        ON pairs.dispatch_id_b = b.dispatch_id AND a.kind = b.kind AND a.key = b.key
    WHERE a.kind != 'name'
    GROUP BY ALL
    HAVING any_value(pairs.selected) + sum(a.weight) >= $least_open
),

specific AS (
    SELECT
        dispatch_id,
        day,
        key,
        kind = 'means' AS is_implied,
        CASE kind WHEN 'means' THEN 'day' ELSE kind END AS kind
    FROM news.story_anchors
    WHERE kind IN ('series', 'edition') OR (kind IN ('day', 'means') AND zone <= 1)
),

without_day AS (
    SELECT
        mine.dispatch_id AS one,
        others.dispatch_id AS other
    FROM specific AS mine
    SEMI JOIN staged_subjects ON mine.dispatch_id = staged_subjects.dispatch_id
    INNER JOIN specific AS others ON mine.kind = others.kind AND mine.key = others.key
    WHERE
        mine.dispatch_id != others.dispatch_id
        AND (mine.day IS null OR others.day IS null)
        AND NOT (mine.is_implied AND others.is_implied)
    GROUP BY ALL
    HAVING bool_or(mine.kind = 'day') OR count(DISTINCT mine.kind) = 2
)

FROM within_days
UNION
SELECT
    least(one, other) AS dispatch_id_a,
    greatest(one, other) AS dispatch_id_b
FROM without_day
ORDER BY ALL
