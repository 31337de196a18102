-- noqa: disable=LT02,CP05
-- search('"nations unies" plateforme -drogue'): every word and "phrase" has to be there, none of
-- those after a minus; ranked by BM25 with the title counting more. Words that carry no meaning
-- alone and single letters are left out, except in phrases. An article without a known date is
-- left out as soon as `since` or `until` is given. `source` is a source_id or a name in any case.
-- What is asked for is chosen before postings are read, and how rare a word is counted among it. Of
-- equal matches the text that was indexed first comes first. A lake's catalog keeps no null of no
-- type as a default.
CREATE OR REPLACE MACRO search(
    query,
    since := NULL::TIMESTAMPTZ,
    until := NULL::TIMESTAMPTZ,
    min_grade := 0,
    source := '',
    lang := '',
    max_results := 20
) AS TABLE
WITH parts AS (
    SELECT
        generate_subscripts(found, 1) AS part,
        unnest(found) AS raw
    FROM (SELECT regexp_extract_all(query, '-?"[^"]*"|[^\s"]+') AS found)
),

part_words AS (
    SELECT
        part,
        raw[1] = '-' AS is_excluded,
        fold_to_words(raw) AS words,
        contains(raw, '"') AS is_phrase
    FROM parts
),

-- A quoted phrase is one wanted thing, each other word is one of its own.
wanted_words AS (
    SELECT
        part,
        is_excluded,
        is_phrase,
        unnest(words) AS word,
        generate_subscripts(words, 1) AS place
    FROM part_words
),

wanted AS (
    SELECT
        CASE WHEN is_phrase THEN part * 1000 ELSE part * 1000 + place END AS item,
        CASE WHEN is_phrase THEN place ELSE 1 END AS place,
        is_excluded,
        term_key(word) AS term_key
    FROM wanted_words
    WHERE is_phrase OR (length(word) > 1 AND NOT list_contains(stop_words(), word))
),

items AS (
    SELECT
        item,
        any_value(is_excluded) AS is_excluded,
        count(*) AS place_count
    FROM wanted
    GROUP BY item
),

chosen AS (
    SELECT
        documents.document_id,
        documents.word_count
    FROM marts.search_documents AS documents
    WHERE
        documents.relevance_grade >= min_grade
        AND (since IS NULL OR documents.published_to >= since::TIMESTAMPTZ)
        AND (until IS NULL OR documents.published_from <= until::TIMESTAMPTZ)
        AND (
            coalesce(source, '') = ''
            OR documents.source_id = source
            OR documents.source_id IN (
                SELECT sources.source_id
                FROM marts.sources AS sources
                WHERE lower(sources.name) = lower(source)
            )
        )
        AND (coalesce(lang, '') = '' OR documents.language = lang)
),

word_places AS (
    SELECT
        items.item,
        items.place_count,
        postings.document_id,
        postings.position - wanted.place AS beginning
    FROM marts.search_postings AS postings
    INNER JOIN wanted ON postings.term_key = wanted.term_key
    INNER JOIN items ON wanted.item = items.item
    WHERE postings.document_id IN (SELECT chosen.document_id FROM chosen)
),

-- Where an item begins: all its words stand in a row there.
occurrences AS (
    SELECT
        item,
        place_count,
        document_id,
        beginning
    FROM word_places
    WHERE place_count = 1
    UNION ALL
    SELECT
        item,
        place_count,
        document_id,
        beginning
    FROM word_places
    WHERE place_count > 1
    GROUP BY item, place_count, document_id, beginning
    HAVING count(*) = place_count
),

weighted AS (
    SELECT
        item,
        document_id,
        count(*) + 3 * count(*) FILTER (WHERE beginning < -1) AS weight
    FROM occurrences
    GROUP BY item, document_id
),

collection AS (
    SELECT
        count(*) AS document_count,
        avg(word_count) AS mean_word_count
    FROM chosen
),

rarities AS (
    SELECT
        weighted.item,
        ln(1 + (any_value(document_count) - count(*) + 0.5) / (count(*) + 0.5)) AS rarity,
        any_value(mean_word_count) AS mean_word_count
    FROM weighted
    CROSS JOIN collection
    GROUP BY weighted.item
),

best AS (
    SELECT
        weighted.document_id,
        sum(
            rarity * weight * 2.2
            / (weight + 1.2 * (0.25 + 0.75 * chosen.word_count / rarities.mean_word_count))
        ) AS score
    FROM weighted
    INNER JOIN chosen ON weighted.document_id = chosen.document_id
    INNER JOIN rarities ON weighted.item = rarities.item
    INNER JOIN items ON weighted.item = items.item
    GROUP BY weighted.document_id
    HAVING
        count(*) = (SELECT count(*) FROM items WHERE NOT is_excluded)
        AND NOT bool_or(items.is_excluded)
    ORDER BY score DESC, weighted.document_id ASC
    LIMIT max_results
),

-- Which words of a body matched.
matched AS (
    SELECT
        best.document_id,
        any_value(best.score) AS score,
        coalesce(flatten(list(
            range(beginning + 1, beginning + 1 + place_count)
        ) FILTER (WHERE beginning >= 0)), []) AS places
    FROM best
    INNER JOIN occurrences ON best.document_id = occurrences.document_id
    GROUP BY best.document_id
),

found AS (
    SELECT
        matched.*,
        articles.* EXCLUDE (body),
        word_pieces(articles.body) AS pieces,
        greatest(1, coalesce(densest_place(matched.places) - 5, 1)) AS first_place
    FROM matched
    INNER JOIN marts.search_documents AS documents ON matched.document_id = documents.document_id
    INNER JOIN marts.articles AS articles ON documents.article_id = articles.article_id
)

SELECT
    row_number() OVER (ORDER BY score DESC, document_id ASC) AS rank,
    round(score, 3) AS score,
    article_id,
    title,
    publisher,
    published_from,
    language,
    relevance_grade,
    snippet(pieces, places, first_place) AS snippet,
    url
FROM found
ORDER BY rank;
