-- Mentions of the texts to check whose span is not their surface, and all mentions of them.
SELECT
    count(*) FILTER (
        WHERE substr(
            if(mentions.field = 'title', texts.title, texts.body),
            mentions.char_start + 1,
            mentions.char_end - mentions.char_start
        ) IS DISTINCT FROM mentions.surface
    ) AS wrong_count,
    count(*) AS mention_count
FROM news.mentions AS mentions
INNER JOIN checked_texts AS texts ON mentions.text_id = texts.text_id;
