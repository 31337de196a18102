-- Pairs with a dispatch of the batch that may be one event: what judging accepts is among them.
-- Dated texts share enough of what they tell within days, some of it specific; texts without a day
-- share a series with its edition, or a date that one of them names.
WITH own AS (
    SELECT anchors.*
    FROM news.story_anchors AS anchors
    SEMI JOIN staged_subjects USING (dispatch_id)
    WHERE anchors.zone <= 2
),

near_days AS (
    SELECT
        own.* EXCLUDE (day),
        own.day + shift.days::INTEGER AS day
    FROM own
    CROSS JOIN range(-4, 5) AS shift (days)
    WHERE own.weight > 0
),

within_days AS (
    SELECT
        near_days.dispatch_id AS one,
        others.dispatch_id AS other
    FROM near_days
    INNER JOIN news.story_anchors AS others
        ON
            near_days.day = others.day
            AND near_days.kind = others.kind
            AND near_days.key = others.key
    WHERE others.zone <= 2 AND near_days.dispatch_id != others.dispatch_id
    GROUP BY ALL
    HAVING
        sum(near_days.weight) FILTER (near_days.kind NOT IN ('name', 'day')) >= $least_open
        AND bool_or(
            near_days.weight >= $least_specific
            AND near_days.kind NOT IN ('act', 'subject', 'topic', 'weekday', 'day', 'name')
        )
),

specific AS (
    SELECT
        dispatch_id,
        day,
        key,
        kind = 'implied_day' AS is_implied,
        CASE kind WHEN 'implied_day' THEN 'day' ELSE kind END AS kind
    FROM news.story_anchors
    WHERE zone <= 2 AND kind IN ('series', 'edition', 'day', 'implied_day')
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
        AND (mine.day IS NULL OR others.day IS NULL)
        AND NOT (mine.is_implied AND others.is_implied)
    GROUP BY ALL
    HAVING bool_or(mine.kind = 'day') OR count(DISTINCT mine.kind) = 2
)

SELECT DISTINCT
    least(one, other) AS dispatch_id_a,
    greatest(one, other) AS dispatch_id_b
FROM (FROM within_days UNION ALL FROM without_day)
ORDER BY ALL
