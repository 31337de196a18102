-- Copies: the versions of an article that count as one text, and which of them an edge is between.
ALTER TABLE news.text_signatures ADD COLUMN version_ids VARCHAR[] DEFAULT [];
ALTER TABLE rebuilt.text_signatures ADD COLUMN version_ids VARCHAR[] DEFAULT [];
UPDATE news.text_signatures SET version_ids = [text_id];
ALTER TABLE news.copy_edges ADD COLUMN revision_a INTEGER DEFAULT 1;
ALTER TABLE news.copy_edges ADD COLUMN revision_b INTEGER DEFAULT 1;
ALTER TABLE rebuilt.copy_edges ADD COLUMN revision_a INTEGER DEFAULT 1;
ALTER TABLE rebuilt.copy_edges ADD COLUMN revision_b INTEGER DEFAULT 1;

-- What stories are found by: the sentence of each anchor, words that may be names, names by sound.
ALTER TABLE news.story_subjects ADD COLUMN words VARCHAR[] DEFAULT [];
ALTER TABLE news.story_anchors ADD COLUMN sentence_start INTEGER DEFAULT 0;
ALTER TABLE news.story_anchors ADD COLUMN sentence_end INTEGER DEFAULT 0;

-- The consonants of names (is_name) and of words that may be names, by which a database finds texts
-- that name the same in other letters.
CREATE TABLE news.story_sounds (
    dispatch_id VARCHAR NOT NULL,
    day DATE NOT NULL,                  -- of publication, as in story_subjects
    sound VARCHAR NOT NULL,
    is_name BOOLEAN NOT NULL
);

DROP TABLE news.story_vectors;

-- What each edit changed against the revision before it.
CREATE TABLE news.text_changes (
    text_id VARCHAR NOT NULL,
    changes STRUCT(
        field VARCHAR,                  -- title, body
        sentence_before VARCHAR,        -- null for a sentence that was added
        sentence_after VARCHAR,         -- null for one that was taken out
        changed_values STRUCT(kind VARCHAR, value_from VARCHAR, value_to VARCHAR)[]
    )[] NOT NULL
);
