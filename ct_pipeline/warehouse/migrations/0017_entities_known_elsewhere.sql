-- By which number Wikidata knows an entity, and of which country it is (ISO 3166).
ALTER TABLE news.entities ADD COLUMN wikidata_id VARCHAR;
ALTER TABLE news.entities ADD COLUMN country VARCHAR;
