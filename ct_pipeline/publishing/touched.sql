-- What the next build is about, in scratch.touched: the ids that the stations touched, and whatever
-- shows them, by the writer's tables as they are and by the marts as they were.
CREATE SCHEMA scratch.touched;
CREATE SCHEMA scratch.intermediate;

CREATE TABLE scratch.touched.found AS
SELECT DISTINCT article_id AS id
FROM warehouse.news.touched_articles
UNION
SELECT article_id AS id
FROM warehouse.news.regroup_queue
UNION
SELECT members.article_id AS id
FROM warehouse.news.story_queue AS queue
INNER JOIN warehouse.news.dispatch_members AS members ON queue.dispatch_id = members.dispatch_id
UNION
SELECT outcomes.article_id AS id
FROM warehouse.news.entry_outcomes AS outcomes
WHERE
    outcomes.entry_id IN (SELECT entries.entry_id FROM warehouse.news.touched_entries AS entries)
    AND outcomes.article_id IS NOT NULL;

-- A dispatch is one with all its articles: they show its id, its story and its grade.
CREATE TABLE scratch.touched.dispatches AS
SELECT dispatch_id AS id
FROM warehouse.news.dispatch_members
WHERE article_id IN (SELECT found.id FROM scratch.touched.found AS found)
UNION
SELECT dispatch_id AS id
FROM marts.articles
WHERE article_id IN (SELECT found.id FROM scratch.touched.found AS found);

CREATE TABLE scratch.touched.articles AS
SELECT id
FROM scratch.touched.found
UNION
SELECT article_id AS id
FROM warehouse.news.dispatch_members
WHERE dispatch_id IN (SELECT dispatches.id FROM scratch.touched.dispatches AS dispatches)
UNION
SELECT article_id AS id
FROM marts.articles
WHERE dispatch_id IN (SELECT dispatches.id FROM scratch.touched.dispatches AS dispatches);

CREATE TABLE scratch.touched.stories AS
SELECT story_id AS id
FROM warehouse.news.story_members
WHERE dispatch_id IN (SELECT dispatches.id FROM scratch.touched.dispatches AS dispatches)
UNION
SELECT story_id AS id
FROM marts.articles
WHERE article_id IN (SELECT articles.id FROM scratch.touched.articles AS articles);

CREATE TABLE scratch.touched.entries AS
SELECT DISTINCT entry_id AS id
FROM warehouse.news.touched_entries
UNION
SELECT entry_id AS id
FROM warehouse.news.entry_outcomes
WHERE article_id IN (SELECT articles.id FROM scratch.touched.articles AS articles);

CREATE TABLE scratch.touched.days AS
SELECT coalesce(texts.published_from, articles.first_seen_at)::DATE AS id
FROM warehouse.news.articles AS articles
INNER JOIN warehouse.news.article_texts AS texts ON articles.current_text_id = texts.text_id
WHERE articles.article_id IN (SELECT touched.id FROM scratch.touched.articles AS touched)
UNION
SELECT coalesce(published_from, first_seen_at)::DATE AS id
FROM marts.articles
WHERE article_id IN (SELECT touched.id FROM scratch.touched.articles AS touched);

CREATE TABLE scratch.touched.months AS
SELECT DISTINCT date_trunc('month', id)::DATE AS id
FROM scratch.touched.days;

CREATE TABLE scratch.touched.entry_days AS
SELECT DISTINCT first_seen_at::DATE AS id
FROM warehouse.news.entry_outcomes
WHERE entry_id IN (SELECT entries.id FROM scratch.touched.entries AS entries);

-- When what was touched was first seen, as it is and as the marts have it.
CREATE TABLE scratch.touched.sightings AS
SELECT first_seen_at AS id
FROM warehouse.news.articles
WHERE article_id IN (SELECT articles.id FROM scratch.touched.articles AS articles)
UNION
SELECT first_seen_at
FROM marts.articles
WHERE article_id IN (SELECT articles.id FROM scratch.touched.articles AS articles)
UNION
SELECT first_seen_at
FROM warehouse.news.entry_outcomes
WHERE entry_id IN (SELECT entries.id FROM scratch.touched.entries AS entries)
UNION
SELECT first_seen_at
FROM marts.entry_outcomes
WHERE entry_id IN (SELECT entries.id FROM scratch.touched.entries AS entries);
