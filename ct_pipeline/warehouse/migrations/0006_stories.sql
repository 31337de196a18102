-- One row per dispatch: the text whose anchors stand for it, as it was when they were found.
CREATE TABLE news.story_subjects (
    dispatch_id VARCHAR NOT NULL,
    text_id VARCHAR NOT NULL,           -- of the canonical article
    version VARCHAR NOT NULL,           -- of the anchors' algorithm and the relevance rule set
    is_roundup BOOLEAN NOT NULL,        -- tells several events: joins none
    language VARCHAR,
    published_from TIMESTAMPTZ,
    published_to TIMESTAMPTZ,
    day DATE                            -- of publication, where it is known to the day
);

-- What a dispatch's text tells: who, what, where, when, how many; each key once per dispatch.
CREATE TABLE news.story_anchors (
    dispatch_id VARCHAR NOT NULL,
    day DATE,                           -- of publication, as in story_subjects
    kind VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    weight REAL NOT NULL,               -- what sharing it can add to a score; 0: cannot find a pair
    zone UTINYINT NOT NULL,             -- 0 title, 1 first sentence, 2 opening, 3 background
    field VARCHAR NOT NULL,             -- title, body
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL
);

-- Only with the extra `translations`: the opening of each dispatch as a unit vector, taken from the
-- middle of its language; a dot product is the likeness of two.
CREATE TABLE news.story_vectors (
    dispatch_id VARCHAR NOT NULL,
    vector FLOAT[] NOT NULL
);

-- Why two dispatches (a < b) tell one event.
CREATE TABLE news.story_edges (
    dispatch_id_a VARCHAR NOT NULL,
    dispatch_id_b VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,              -- update, same_event, translation
    score DOUBLE NOT NULL,
    anchors VARCHAR[] NOT NULL,         -- kind:key of what both tell; an update: the shared passage
    sentence_a VARCHAR,                 -- where a tells the weightiest of it
    sentence_b VARCHAR,
    algorithm_version VARCHAR NOT NULL
);

-- Dispatches whose edges or people's links changed since the stories were last made.
CREATE TABLE news.story_queue (
    dispatch_id VARCHAR NOT NULL
);

-- People's links (between articles) that the stories in force obey.
CREATE TABLE news.applied_story_links (
    article_id_a VARCHAR NOT NULL,
    article_id_b VARCHAR NOT NULL,
    kind VARCHAR NOT NULL               -- must_link, cannot_link
);

CREATE TABLE news.stories (
    story_id VARCHAR NOT NULL,
    canonical_article_id VARCHAR NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL, -- the earliest of its articles
    named_at TIMESTAMPTZ NOT NULL       -- when the id was first given: the oldest survives a merge
);

CREATE TABLE news.story_members (
    dispatch_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL
);

CREATE TABLE news.story_aliases (
    old_id VARCHAR NOT NULL,
    current_id VARCHAR NOT NULL,
    since_at TIMESTAMPTZ NOT NULL,
    named_at TIMESTAMPTZ NOT NULL       -- when old_id was first given; kept for its return
);

-- Round-ups and the stories that they contain: they mention them and belong to none of them.
CREATE VIEW news.story_mentions AS
SELECT DISTINCT
    story_members.story_id,
    roundups.article_id
FROM news.dispatch_members AS roundups
INNER JOIN news.copy_edges
    ON roundups.article_id IN (copy_edges.article_id_a, copy_edges.article_id_b)
INNER JOIN news.dispatch_members AS parts
    ON
        parts.article_id IN (copy_edges.article_id_a, copy_edges.article_id_b)
        AND parts.article_id != roundups.article_id
INNER JOIN news.story_members ON parts.dispatch_id = story_members.dispatch_id
WHERE
    roundups.copy_relation = 'roundup'
    AND copy_edges.relation = 'roundup'
    AND parts.copy_relation != 'roundup';

-- A story's texts in the order in which they came out: what each adds, how long after the first.
-- The time of a text is its publication where that is known to the minute, else when it was seen.
CREATE VIEW news.story_timelines AS
WITH updated AS (
    SELECT DISTINCT unnest([dispatch_id_a, dispatch_id_b]) AS dispatch_id
    FROM news.story_edges
    WHERE kind = 'update'
),

told AS (
    SELECT
        story_members.story_id,
        story_members.dispatch_id,
        texts.article_id,
        texts.language,
        texts.publisher,
        texts.title,
        texts.published_precision,
        texts.published_precision IN ('second', 'minute') AS is_time_published,
        CASE
            WHEN texts.published_precision IN ('second', 'minute') THEN texts.published_from
            ELSE texts.first_seen_at
        END AS told_at
    FROM news.story_members
    INNER JOIN news.dispatch_members ON story_members.dispatch_id = dispatch_members.dispatch_id
    INNER JOIN news.current_texts AS texts ON dispatch_members.article_id = texts.article_id
)

SELECT
    told.story_id,
    row_number() OVER in_order AS place,
    told.article_id,
    told.dispatch_id,
    CASE
        WHEN row_number() OVER in_order = 1 THEN 'first_text'
        WHEN row_number() OVER in_dispatch > 1 THEN 'copy'
        WHEN updated.dispatch_id IS NOT NULL THEN 'update'
        WHEN row_number() OVER in_language = 1 THEN 'first_in_language'
        ELSE 'other_text'
    END AS step,
    told.language,
    told.publisher,
    told.title,
    told.told_at,
    told.is_time_published,
    date_diff('minute', first_value(told.told_at) OVER in_order, told.told_at) AS delay_minutes
FROM told
LEFT JOIN updated ON told.dispatch_id = updated.dispatch_id
WINDOW
    in_order AS (PARTITION BY told.story_id ORDER BY told.told_at, told.article_id),
    in_dispatch AS (PARTITION BY told.dispatch_id ORDER BY told.told_at, told.article_id),
    in_language AS (
        PARTITION BY told.story_id, told.language ORDER BY told.told_at, told.article_id
    );
