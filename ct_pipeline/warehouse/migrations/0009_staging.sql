-- What another rule set says of texts that have a grade: staged until the last one is regraded,
-- then put in force all at once.
CREATE TABLE news.staged_verdicts AS FROM news.verdicts LIMIT 0;
CREATE TABLE news.staged_mentions AS FROM news.mentions LIMIT 0;

-- The copies stage's tables once more, for another version of its algorithm: built beside those in
-- force, then put in their place all at once.
CREATE SCHEMA rebuilt;
CREATE TABLE rebuilt.text_sketches AS FROM news.text_sketches LIMIT 0;
CREATE TABLE rebuilt.text_landmarks AS FROM news.text_landmarks LIMIT 0;
CREATE TABLE rebuilt.text_signatures AS FROM news.text_signatures LIMIT 0;
CREATE TABLE rebuilt.copy_edges AS FROM news.copy_edges LIMIT 0;
CREATE TABLE rebuilt.regroup_queue AS FROM news.regroup_queue LIMIT 0;
