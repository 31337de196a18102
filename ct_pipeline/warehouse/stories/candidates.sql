-- Pairs with a dispatch of the batch that may be one event: what judging accepts is among them.
-- Dated texts that share enough of what says which event it is, within days, names by their sound,
-- unless neither text names a day on which the other says that it happened (`refusals.py`); texts
-- without a day share an edition with its series or town, or a date that one of them names.
WITH subjects AS MATERIALIZED (
    -- Numbers and hashes instead of ids and keys: the joins below are many times faster.
    SELECT
        row_number() OVER () AS number,
        dispatch_id,
        day,
        published_from,
        published_to + to_hours($window_hours) AS window_end,
        dispatch_id IN (SELECT dispatch_id FROM staged_subjects) AS is_staged
    FROM news.story_subjects
    WHERE day BETWEEN $first_day AND $last_day
),

near AS MATERIALIZED (
    SELECT
        subjects.number,
        subjects.day,
        subjects.is_staged,
        anchors.kind,
        anchors.key,
        anchors.zone,
        anchors.weight,
        hash(anchors.kind, anchors.key) AS anchor
    FROM news.story_anchors AS anchors
    INNER JOIN subjects ON anchors.dispatch_id = subjects.dispatch_id
    WHERE
        anchors.day BETWEEN $first_day AND $last_day
        AND (anchors.weight > 0 OR anchors.kind = 'night')
),

-- Days as sets of bits; who names none gets all of them, so that only sets with nothing in common
-- speak against a pair. Two dates may share a bit: judging looks again.
bits AS (
    SELECT
        number,
        zone,
        kind = 'night' AND zone <= 2 AS is_night,
        kind = 'edition' AS is_edition,
        CASE WHEN kind = 'weekday' THEN 1::BIGINT << key::INTEGER END AS weekday,
        CASE
            WHEN kind = 'day'
                THEN 1::BIGINT << ((31 * key[-5:-4]::INTEGER + key[-2:]::INTEGER) % 62)
        END AS date
    FROM near
    WHERE kind IN ('night', 'edition', 'weekday', 'day')
),

days AS MATERIALIZED (
    SELECT
        number,
        bool_or(is_night) AS is_night,
        bool_or(is_edition) AS is_edition,
        coalesce(bit_or(weekday) FILTER (zone <= 1), bit_or(weekday) FILTER (zone = 2), -1)
            AS own_weekdays,
        coalesce(bit_or(weekday), -1) AS weekdays,
        coalesce(bit_or(date) FILTER (zone <= 1), bit_or(date) FILTER (zone = 2), -1)
            AS own_dates,
        coalesce(bit_or(date), -1) AS dates
    FROM bits
    GROUP BY number
),

selective AS MATERIALIZED (
    SELECT
        number,
        day,
        is_staged,
        anchor,
        weight AS key_weight,
        0 AS sound_weight,
        true AS is_name
    FROM near
    WHERE
        weight >= $least_selective
        AND kind IN ('series', 'edition', 'person', 'city', 'country', 'number', 'region')
    UNION ALL
    SELECT
        subjects.number,
        subjects.day,
        subjects.is_staged,
        hash('sound', sounds.sound),
        0,
        $sound_weight,
        sounds.is_name
    FROM news.story_sounds AS sounds
    INNER JOIN subjects ON sounds.dispatch_id = subjects.dispatch_id
    WHERE sounds.day BETWEEN $first_day AND $last_day
),

-- Once for each day of others that is near, so that the join is by day too and never over a year.
mine AS (
    SELECT
        selective.* EXCLUDE (day),
        selective.day + shifts.number AS day
    FROM selective CROSS JOIN (SELECT unnest(range(-4, 5))::INTEGER AS number) AS shifts
    WHERE selective.is_staged
),

-- A name's sound meets every sound, that of another word only names': twice there, so that the join
-- makes nothing that is thrown away.
others AS (
    SELECT
        *,
        true AS meets_name
    FROM selective
    UNION ALL
    SELECT
        *,
        false AS meets_name
    FROM selective
    WHERE is_name
),

selected AS (
    SELECT
        least(mine.number, others.number) AS a,
        greatest(mine.number, others.number) AS b,
        sum(mine.key_weight) + least(sum(mine.sound_weight), $most_sounds) AS selected
    FROM mine
    INNER JOIN others
        ON
            mine.day = others.day
            AND mine.anchor = others.anchor
            AND mine.is_name = others.meets_name
            -- Of two of the batch each finds the other: once is enough.
            AND mine.number != others.number
            AND (mine.number < others.number OR NOT others.is_staged)
    GROUP BY a, b
    HAVING selected >= $least_selected
),

timed AS MATERIALIZED (
    SELECT
        subjects.number,
        subjects.published_from,
        subjects.window_end,
        days.* EXCLUDE (number)
    FROM subjects LEFT JOIN days ON subjects.number = days.number
),

within_hours AS MATERIALIZED (
    SELECT selected.*
    FROM selected
    INNER JOIN timed AS a ON selected.a = a.number
    INNER JOIN timed AS b ON selected.b = b.number
    WHERE
        a.published_from <= b.window_end
        AND b.published_from <= a.window_end
        AND (
            (a.is_night AND b.is_night)
            OR (a.is_edition AND b.is_edition)
            OR (a.own_weekdays & b.weekdays != 0 AND a.own_dates & b.dates != 0)
            OR (b.own_weekdays & a.weekdays != 0 AND b.own_dates & a.dates != 0)
        ) IS NOT false  -- null where one of them names no day at all
),

within_days AS (
    SELECT
        pairs.a,
        pairs.b
    FROM within_hours AS pairs
    INNER JOIN near AS a ON pairs.a = a.number
    INNER JOIN near AS b ON pairs.b = b.number AND a.anchor = b.anchor
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
    UNION ALL
    SELECT
        editions.dispatch_id,
        editions.day,
        concat(editions.key, ' ', cities.key),
        false,
        'edition_there'
    FROM news.story_anchors AS editions
    INNER JOIN news.story_anchors AS cities ON editions.dispatch_id = cities.dispatch_id
    WHERE editions.kind = 'edition' AND cities.kind = 'city'
),

staged AS (
    SELECT specific.*
    FROM specific SEMI JOIN staged_subjects ON specific.dispatch_id = staged_subjects.dispatch_id
),

-- One of the two has no day; two that have one and share it are a crowd, which never meets here.
met AS (
    SELECT
        *,
        true AS by_undated
    FROM specific
    UNION ALL
    SELECT
        *,
        false AS by_undated
    FROM specific
    WHERE day IS null
),

without_day AS (
    SELECT
        mine.dispatch_id AS one,
        met.dispatch_id AS other
    FROM staged AS mine
    INNER JOIN met
        ON
            mine.kind = met.kind
            AND mine.key = met.key
            AND (mine.day IS null) = met.by_undated
    WHERE
        mine.dispatch_id != met.dispatch_id
        AND NOT (mine.is_implied AND met.is_implied)
    GROUP BY ALL
    HAVING
        bool_or(mine.kind IN ('day', 'edition_there'))
        OR (bool_or(mine.kind = 'series') AND bool_or(mine.kind = 'edition'))
)

SELECT
    least(a.dispatch_id, b.dispatch_id) AS dispatch_id_a,
    greatest(a.dispatch_id, b.dispatch_id) AS dispatch_id_b
FROM within_days
INNER JOIN subjects AS a ON within_days.a = a.number
INNER JOIN subjects AS b ON within_days.b = b.number
UNION
SELECT
    least(one, other) AS dispatch_id_a,
    greatest(one, other) AS dispatch_id_b
FROM without_day
ORDER BY ALL
