-- Which rows of the marts changed and are not in the lake or the exports yet. `mart` is * where any
-- row of any mart may have; without `changed_id` any row of the mart in that month.
CREATE SCHEMA IF NOT EXISTS builds;
CREATE TABLE IF NOT EXISTS builds.changes (
    mart VARCHAR NOT NULL,
    month VARCHAR,
    id_column VARCHAR,
    changed_id VARCHAR
);
-- The same since the edition was last replaced.
CREATE TABLE IF NOT EXISTS builds.unpublished (
    mart VARCHAR NOT NULL,
    month VARCHAR,
    id_column VARCHAR,
    changed_id VARCHAR
);
-- Which edition that was; no row where none is known.
CREATE TABLE IF NOT EXISTS builds.editions (
    edition VARCHAR NOT NULL
);
-- How the lake says that it is described and attached, when all but `changes` is in it.
CREATE TABLE IF NOT EXISTS builds.lakes (
    description VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS builds.unexported (
    mart VARCHAR NOT NULL,
    month VARCHAR
);
-- One row for each build that changed what is relevant, since the edition was last replaced.
CREATE TABLE IF NOT EXISTS builds.relevant_builds (
    build_id VARCHAR NOT NULL
);
