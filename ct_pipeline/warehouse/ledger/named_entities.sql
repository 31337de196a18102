-- The lexicon's names in the texts to be read, as the newest rules in force found them.
SELECT
    mentions.text_id,
    mentions.entity_id,
    entities.kind,
    mentions.field,
    mentions.char_start,
    mentions.char_end
FROM news.mentions AS mentions
INNER JOIN news.entities ON mentions.entity_id = entities.entity_id
SEMI JOIN unread_ledger_texts ON mentions.text_id = unread_ledger_texts.text_id
ORDER BY mentions.text_id, mentions.field, mentions.char_start
