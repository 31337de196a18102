-- What each text says by itself, as read by one version of the ledger's stage (JSON of LedgerRows).
CREATE TABLE news.ledger_texts (
    text_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    ledger_version VARCHAR NOT NULL,
    told VARCHAR NOT NULL,
    read_at TIMESTAMPTZ NOT NULL
);

-- Of which texts, stories, day and version the joined tables below were made: one row.
CREATE TABLE news.ledger_state (
    made_of VARCHAR NOT NULL
);

-- Rows of several texts that are one: given when first published, kept while texts join.
CREATE TABLE news.ledger_groups (
    ledger_table VARCHAR NOT NULL,
    row_id VARCHAR NOT NULL,
    canonical_member VARCHAR NOT NULL,
    named_at TIMESTAMPTZ NOT NULL,
    members VARCHAR[] NOT NULL
);

CREATE TABLE news.ledger_aliases (
    ledger_table VARCHAR NOT NULL,
    old_id VARCHAR NOT NULL,
    current_id VARCHAR NOT NULL,
    named_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE news.quotes (
    quote_id VARCHAR NOT NULL,
    speaker_id VARCHAR,
    speaker VARCHAR,
    speaker_role VARCHAR,
    mode VARCHAR NOT NULL,              -- direct, mixed, indirect
    quote VARCHAR NOT NULL,
    statement_count INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,             -- title, body
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    sentence VARCHAR NOT NULL,
    is_uncertain BOOLEAN NOT NULL,
    ledger_version VARCHAR NOT NULL
);

CREATE TABLE news.people (
    person_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    names VARCHAR[] NOT NULL,
    roles STRUCT(
        role VARCHAR, organisation VARCHAR, first_day DATE, last_day DATE, article_id VARCHAR
    )[] NOT NULL,
    article_count INTEGER NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE news.events (
    event_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    programme_id VARCHAR,
    edition INTEGER,
    starts_from DATE,
    starts_to DATE,
    ends_from DATE,
    ends_to DATE,
    precision VARCHAR,
    date_text VARCHAR,
    place VARCHAR,
    country VARCHAR,
    status VARCHAR NOT NULL,            -- announced, under_way, held, postponed, cancelled
    status_as_of DATE NOT NULL,
    story_ids VARCHAR[] NOT NULL,
    article_count INTEGER NOT NULL,
    is_coming BOOLEAN NOT NULL,         -- on the day of the pass: to come, or not over yet
    article_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    sentence VARCHAR NOT NULL,
    is_uncertain BOOLEAN NOT NULL,
    ledger_version VARCHAR NOT NULL
);

CREATE TABLE news.event_parts (
    event_part_id VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    person_id VARCHAR,
    entity_id VARCHAR,
    country VARCHAR,
    part VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    sentence VARCHAR NOT NULL,
    is_uncertain BOOLEAN NOT NULL,
    ledger_version VARCHAR NOT NULL
);

CREATE TABLE news.commitments (
    commitment_id VARCHAR NOT NULL,
    made_by VARCHAR[] NOT NULL,
    made_by_names VARCHAR[] NOT NULL,
    what VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    due_from DATE,
    due_to DATE,
    due_precision VARCHAR,
    date_text VARCHAR,
    recurrence VARCHAR,
    place VARCHAR,
    programme_id VARCHAR,
    event_id VARCHAR,
    status VARCHAR NOT NULL,            -- open, overdue, kept, dropped, postponed
    status_article_id VARCHAR,
    status_sentence VARCHAR,
    statement_count INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    sentence VARCHAR NOT NULL,
    is_uncertain BOOLEAN NOT NULL,
    ledger_version VARCHAR NOT NULL
);

CREATE TABLE news.figures (
    figure_id VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    value_to DOUBLE,
    qualifier VARCHAR NOT NULL,
    measure VARCHAR,
    unit VARCHAR,
    subject_ids VARCHAR[] NOT NULL,
    as_of_from DATE,
    as_of_to DATE,
    statement_count INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    sentence VARCHAR NOT NULL,
    is_uncertain BOOLEAN NOT NULL,
    ledger_version VARCHAR NOT NULL
);

CREATE TABLE news.figure_series (
    subject_id VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    as_of_from DATE NOT NULL,
    value DOUBLE NOT NULL,
    qualifier VARCHAR NOT NULL,
    figure_id VARCHAR NOT NULL,
    publishers VARCHAR[] NOT NULL,
    is_superseded BOOLEAN NOT NULL
);

CREATE TABLE news.conflicts (
    conflict_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    row_id_a VARCHAR NOT NULL,
    row_id_b VARCHAR NOT NULL,
    article_id_a VARCHAR NOT NULL,
    article_id_b VARCHAR NOT NULL,
    publisher_a VARCHAR,
    publisher_b VARCHAR,
    value_a VARCHAR NOT NULL,
    value_b VARCHAR NOT NULL,
    sentence_a VARCHAR NOT NULL,
    sentence_b VARCHAR NOT NULL,
    is_correction BOOLEAN NOT NULL,
    corrected_by VARCHAR,
    resolved_by VARCHAR
);

CREATE TABLE news.programmes (
    programme_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    names MAP (VARCHAR, VARCHAR) NOT NULL,
    last_event_id VARCHAR,
    next_event_id VARCHAR,
    open_commitment_count INTEGER NOT NULL,
    overdue_commitment_count INTEGER NOT NULL,
    article_count INTEGER NOT NULL,
    last_seen_at TIMESTAMPTZ
);

CREATE TABLE news.ledger_sources (
    ledger_table VARCHAR NOT NULL,
    row_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    sentence VARCHAR NOT NULL
);
