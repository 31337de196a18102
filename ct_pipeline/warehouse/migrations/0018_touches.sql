-- What changed since the marts were last built: the articles that show it, and the entries.
CREATE TABLE news.touched_articles (
    article_id VARCHAR NOT NULL
);
CREATE TABLE news.touched_entries (
    entry_id VARCHAR NOT NULL
);
