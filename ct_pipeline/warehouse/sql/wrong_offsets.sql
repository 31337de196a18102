-- Of the newest $texts graded texts: mentions whose span is not their surface, and all mentions.
WITH newest AS (
    SELECT verdicts.text_id
    FROM news.verdicts AS verdicts
    GROUP BY verdicts.text_id
    ORDER BY max(verdicts.graded_at) DESC, verdicts.text_id
    LIMIT $texts
)

SELECT
    count_if(
        substr(
            if(mentions.field = 'title', texts.title, texts.body),
            mentions.char_start + 1,
            mentions.char_end - mentions.char_start
        ) IS DISTINCT FROM mentions.surface
    ) AS wrong_count,
    count(*) AS mention_count
FROM news.mentions AS mentions
INNER JOIN newest ON mentions.text_id = newest.text_id
INNER JOIN news.article_texts AS texts ON mentions.text_id = texts.text_id;
