-- The articles whose postings may not be those of their text; all of them after a full build.
CREATE OR REPLACE TEMP TABLE changed_articles AS
SELECT article_id
FROM builds.unindexed
UNION
SELECT article_id
FROM marts.articles
WHERE '*' IN (SELECT unindexed.article_id FROM builds.unindexed AS unindexed)
UNION
SELECT article_id
FROM marts.search_documents
WHERE '*' IN (SELECT unindexed.article_id FROM builds.unindexed AS unindexed);
