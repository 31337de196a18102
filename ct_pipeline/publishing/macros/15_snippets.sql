-- Words that are in nearly every text of their language and say nothing alone.
CREATE OR REPLACE MACRO stop_words() AS [
    'au', 'aux', 'avec', 'ce', 'ces', 'dans', 'de', 'des', 'du', 'elle', 'en', 'est', 'et', 'il',
    'la', 'le', 'les', 'leur', 'ont', 'ou', 'par', 'pour', 'qui', 'que', 'sa', 'se', 'ses', 'son',
    'sur', 'un', 'une',
    'an', 'and', 'are', 'as', 'at', 'by', 'for', 'from', 'in', 'is', 'its', 'of', 'on', 'or',
    'that', 'the', 'to', 'was', 'with',
    'al', 'como', 'con', 'del', 'el', 'las', 'los', 'para', 'por', 'su', 'sus', 'una', 'y',
    'في', 'من', 'علي', 'الي', 'عن', 'ان', 'مع', 'هذا', 'هذه', 'التي', 'الذي', 'ما', 'لا', 'او', 'و'
];

-- A text in pieces: each word with what stands between it and the next one. Its words are those of
-- fold_to_words(), so that a position in the index is a place here: the mark that lengthens Arabic
-- words is none, nor are accents that stand alone.
CREATE OR REPLACE MACRO word_pieces(words) AS
regexp_extract_all(
    regexp_replace(replace(words, 'ـ', ''), '\s+', ' ', 'g'),
    '[\p{L}\p{N}][\p{L}\p{M}\p{N}]*[^\p{L}\p{N}]*'
);

-- Where the 24 words begin that hold most matches; the first of them where several do.
CREATE OR REPLACE MACRO densest_place(places) AS
-(list_reverse_sort(list_transform(
    places,
    LAMBDA p: {
        'matches': len(list_filter(places, LAMBDA q: q >= p AND q < p + 24)),
        'place': -p
    }
))[1]).place;

-- Thirty pieces from `beginning`, those at `places` in **bold**.
CREATE OR REPLACE MACRO snippet(pieces, places, beginning) AS
CASE WHEN beginning > 1 THEN '… ' ELSE '' END
|| trim(array_to_string(list_transform(
    range(beginning, least(beginning + 30, len(pieces) + 1)),
    LAMBDA i: CASE
        WHEN list_contains(places, i)
            THEN regexp_replace(pieces[i], '^([\p{L}\p{M}\p{N}]+)', '**\1**')
        ELSE pieces[i]
    END
), ''))
|| CASE WHEN beginning + 30 <= len(pieces) THEN ' …' ELSE '' END;
