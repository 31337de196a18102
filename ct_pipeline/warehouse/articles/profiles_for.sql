-- The profile for each wanted page: the one that the stored text was read with, or the newest of
-- the host where the article is new.
WITH pages AS (
    SELECT
        wanted.article_id,
        lower(regexp_extract(wanted.url, '^[a-z]+://([^/?#]+)', 1)) AS host,
        texts.article_id IS NOT NULL AS is_known,
        texts.profile_number
    FROM wanted
    LEFT JOIN news.current_texts AS texts USING (article_id)
)

SELECT
    pages.article_id,
    profiles.profile
FROM pages
INNER JOIN news.host_profiles AS profiles USING (host)
WHERE NOT pages.is_known OR profiles.number = pages.profile_number
QUALIFY row_number() OVER (PARTITION BY pages.article_id ORDER BY profiles.number DESC) = 1
