-- What grouping needs to know of each article besides its words.
SELECT
    article_id,
    -- Whose site a text stands on is told by its page: a feed may give any address.
    CASE WHEN body_method != 'feed' THEN url END AS url,
    publisher,
    agency_credits,
    published_from,
    published_to
FROM news.current_texts
