-- What grouping needs to know of each article besides its words.
SELECT
    article_id,
    url,
    publisher,
    agency_credits,
    published_from,
    published_to
FROM news.current_texts
