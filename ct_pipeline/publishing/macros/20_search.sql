-- noqa: disable=LT02,CP05
-- search('"nations unies" plateforme -drogue'): every word and "phrase" has to be there, none of
-- those after a minus; ranked by BM25 with the title counting more. Words that carry no meaning
-- alone and single letters are left out, except in phrases. An article without a known date is
-- left out as soon as `since` or `until` is given. `source` is a source_id or a name in any case.
-- What is asked for is chosen before postings are read, and how rare a word is counted among it.
CREATE OR REPLACE MACRO search(
    query,
    since := NULL,
    until := NULL,
    min_grade := 0,
    source := NULL,
    lang := NULL,
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
        stem(word) AS term
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
        documents.article_id,
        documents.word_count
    FROM marts.search_documents AS documents
    INNER JOIN marts.articles AS articles ON documents.article_id = articles.article_id
    WHERE
        articles.relevance_grade >= min_grade
        AND (since IS NULL OR articles.published_to >= since::TIMESTAMPTZ)
        AND (until IS NULL OR articles.published_from <= until::TIMESTAMPTZ)
        AND (
            source IS NULL
            OR articles.source_id = source
            OR articles.source_id IN (
                SELECT sources.source_id
                FROM marts.sources AS sources
                WHERE lower(sources.name) = lower(source)
            )
        )
        AND (lang IS NULL OR articles.language = lang)
),

-- Where an item begins: all its words stand in a row there.
occurrences AS (
    SELECT
        wanted.item,
        postings.document_id,
        postings.position - wanted.place AS beginning
    FROM wanted
    INNER JOIN marts.search_terms AS terms ON wanted.term = terms.term
    INNER JOIN marts.search_postings AS postings ON terms.term_id = postings.term_id
    INNER JOIN items ON wanted.item = items.item
    WHERE postings.document_id IN (SELECT chosen.document_id FROM chosen)
    GROUP BY wanted.item, postings.document_id, beginning, items.place_count
    HAVING count(*) = items.place_count
),

item_documents AS (
    SELECT
        occurrences.item,
        occurrences.document_id,
        count(*) + 3 * count(*) FILTER (WHERE occurrences.beginning < -1) AS weight
    FROM occurrences
    GROUP BY occurrences.item, occurrences.document_id
),

collection AS (
    SELECT
        count(*) AS document_count,
        avg(word_count) AS mean_word_count
    FROM chosen
),

weighted AS (
    SELECT
        item_documents.*,
        chosen.article_id,
        chosen.word_count,
        count(*) OVER (PARTITION BY item_documents.item) AS document_frequency
    FROM item_documents
    INNER JOIN chosen ON item_documents.document_id = chosen.document_id
),

scored AS (
    SELECT
        weighted.article_id,
        sum(
            ln(1 + (collection.document_count - document_frequency + 0.5)
                / (document_frequency + 0.5))
            * weight * 2.2
            / (weight + 1.2 * (0.25 + 0.75 * word_count / collection.mean_word_count))
        ) AS score
    FROM weighted
    INNER JOIN items ON weighted.item = items.item
    CROSS JOIN collection
    GROUP BY weighted.article_id
    HAVING
        count(*) FILTER (NOT items.is_excluded)
        = (SELECT count(*) FROM items WHERE NOT is_excluded)
        AND count(*) FILTER (items.is_excluded) = 0
),

best AS (
    SELECT
        scored.article_id,
        scored.score,
        row_number() OVER (ORDER BY scored.score DESC, scored.article_id ASC) AS rank
    FROM scored
    QUALIFY rank <= max_results
),

asked AS (
    SELECT coalesce(list(DISTINCT term) FILTER (NOT is_excluded), []) AS terms FROM wanted
),

found AS (
    SELECT
        best.rank,
        round(best.score, 3) AS score,
        articles.*,
        word_pieces(regexp_replace(articles.body, '\s+', ' ', 'g')) AS pieces
    FROM best
    INNER JOIN marts.articles AS articles ON best.article_id = articles.article_id
),

matched AS (
    SELECT
        found.*,
        matching_places(found.pieces, asked.terms) AS places
    FROM found
    CROSS JOIN asked
)

SELECT
    rank,
    score,
    article_id,
    title,
    publisher,
    published_from,
    language,
    relevance_grade,
    snippet(pieces, places, greatest(1, coalesce(densest_place(places) - 5, 1))) AS snippet,
    url
FROM matched
ORDER BY rank;
