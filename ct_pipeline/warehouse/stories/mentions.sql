SELECT
    text_id,
    entity_id,
    entities.kind,
    field,
    char_start,
    char_end
FROM news.mentions
INNER JOIN news.entities USING (entity_id)
SEMI JOIN wanted_texts USING (text_id)
ORDER BY text_id ASC, field DESC, char_start ASC
