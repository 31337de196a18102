-- How text becomes words for searching: the same for the index and for the question.

-- Folded: lower case, without accents and vowel signs, Arabic letter forms and digits unified.
-- Stripping marks also turns أ إ آ ؤ ئ into their carriers.
CREATE OR REPLACE MACRO fold(words) AS
translate(
    replace(replace(lower(strip_accents(words)), 'œ', 'oe'), 'æ', 'ae'),
    'ىةٱکی٠١٢٣٤٥٦٧٨٩ـ',
    'يهاكي0123456789'
);

-- The words of a text, in order, folded.
CREATE OR REPLACE MACRO fold_to_words(words) AS
regexp_extract_all(fold(words), '[\p{L}\p{N}]+');

-- What of a folded word counts: without the Arabic article and its particles, without the
-- commonest endings; plural and final e in Latin script. After the light stemmers of Larkey
-- (Arabic) and Savoy (French); Latin words under five letters stay,
-- acronyms among them.
CREATE OR REPLACE MACRO stem(word) AS
CASE
    WHEN regexp_matches(word, '^\p{Arabic}+$') THEN regexp_replace(
        regexp_replace(
            word,
            '^(?:(?:[وف]?[بك]?ال|[وف]?لل)(\p{Arabic}{2,})|[وفبكل](\p{Arabic}{4,}))$',
            '\1\2'
        ),
        '^(\p{Arabic}{3,}?)(?:يات|ها|ان|ات|ون|ين|يه|ه|ي)$',
        '\1'
    )
    WHEN length(word) < 5 THEN word
    ELSE regexp_replace(regexp_replace(word, '([^s])[sx]$', '\1'), '(.{3,})e$', '\1')
END;

-- Under which number the index has a folded word: the same in every version of DuckDB.
CREATE OR REPLACE MACRO term_key(word) AS
md5_number_lower(stem(word));
