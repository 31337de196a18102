"""The sentences of a text as exact spans, in one pass, whatever the text is.

A sentence ends after a full stop or another final mark, with the marks that close it, where a
capital, a figure or a script without capitals follows. It does not end after an abbreviation, and
not inside a quotation or brackets, unless these go on for long. In the manner of rule-based
splitters (sentencex, pySBD), for four languages at once: a text quotes another tongue unannounced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ct_pipeline.language.paragraphs import split_paragraphs
from ct_pipeline.language.word_lists import read_word_list

LONGEST_QUOTATION = 500  # characters that are kept in one sentence
_LONGEST_WORD = 24

_END = re.compile(
    r"(?:\.|[!?؟…۔。！？])[.!?؟…]*"
    r"(?:[»”\"’')\]\u200e\u200f]|[ \u00a0\u202f]»|\[\d{1,3}\])*"
)
_OF_WORD = re.compile(r"[^\s«»\"“”„‘’'()\[\]/–—]*")
_OPENING = re.compile(r"[\s«»\"“”„‘’'(\[¿¡–—\u200e\u200f-]{0,12}")
_WORD = re.compile(r"\w+")
_LETTERS_WITH_STOPS = re.compile(r"\w(?:\.\w)+|\w")
# "… à Rabat.Le ministre …": a full stop between two words of some length.
_GLUED = re.compile(r"[a-zà-ÿ]{3}\.[A-ZÀ-Þ][a-zà-ÿ]+[ '’]|[\u0621-\u064a]{3}\.[\u0621-\u064a]{3}")
_MARKS = re.compile(r"[«»“”„()\[\]\"]")
_CLOSED_BY = {"«": "»", "“": "”", "„": "”", "(": ")", "[": "]"}


def split_text(text: str) -> Iterator[tuple[int, int]]:
    """The spans of all sentences of a text, paragraph by paragraph."""
    for start, end in split_paragraphs(text):
        yield from split_sentences(text, start, end)


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of one paragraph, without the space around them."""
    end = len(text) if end is None else end
    quotations = _find_quotations(text, start, end)
    quotation = next(quotations, None)
    first = start
    for found in _END.finditer(text, start, end):
        while quotation and quotation[1] <= found.end():
            quotation = next(quotations, None)
        if quotation and quotation[0] < found.start():
            continue
        if found.end() < end and _ends(text, first, found):
            yield from _trim(text, first, found.end())
            first = found.end()
    yield from _trim(text, first, end)


def _ends(text: str, first: int, found: re.Match[str]) -> bool:
    """Whether a final mark ends the sentence that began at `first`."""
    stop, after = found.start(), found.end()
    if not text[after].isspace() and text[stop] not in "۔。！？":
        return bool(_GLUED.match(text, max(stop - 3, first)))
    follows = _OPENING.match(text, after)
    place = follows.end() if follows else after
    following = text[place : place + 1]
    if following.islower():
        return False
    if found[0] != ".":
        return stop - first > 3 or text[first:stop].strip().isalnum()  # "[…] The text goes on"
    return not _belongs_to_word(text, first, stop, place)


def _belongs_to_word(text: str, first: int, stop: int, place: int) -> bool:
    """Whether the full stop at `stop` is that of an abbreviation, an initial or a list's number."""
    lowest = max(first, stop - _LONGEST_WORD)
    backwards = _OF_WORD.match(text[lowest:stop][::-1])
    word = backwards[0][::-1] if backwards else ""
    kinds = _abbreviations()
    kind = kinds.get(word) or kinds.get(word.lower())
    has_stops = _LETTERS_WITH_STOPS.fullmatch(word)
    if not (kind or has_stops or word.isdecimal()):
        return False
    opening = _OPENING.match(text, first)
    begins = stop - len(word) <= (opening.end() if opening else first)
    if word.isdecimal():
        return begins
    if kind == "before a name":
        return True
    if kind == "before a number":
        return text[place : place + 1].isdigit()
    if kind == "anywhere" or has_stops:
        is_name = len(word) == 1 and not _ends_in_plain_word(text[lowest : stop - 1])
        return begins or is_name or not _begins_sentence(text, place)
    return False


def _ends_in_plain_word(text: str) -> bool:
    """Whether a letter that follows is no initial: "le plan B.", but "M. J." and "Jean J."."""
    words = text.split()
    return bool(words) and words[-1].islower()


def _begins_sentence(text: str, place: int) -> bool:
    word = _WORD.match(text, place)
    if word is None:
        return True
    is_conjoined = word[0].startswith("و") and len(word[0]) > 2  # "and he added"
    return is_conjoined or _abbreviations().get(f"{word[0].lower()} …") is not None


def _find_quotations(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of what stands between marks that answer each other, none within another."""
    open_marks: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    for mark in _MARKS.finditer(text, start, end):
        if closing := _CLOSED_BY.get(mark[0]):
            open_marks.append((closing, mark.start()))
        elif open_marks and open_marks[-1][0] == mark[0]:
            spans.append((open_marks.pop()[1], mark.end()))
        elif mark[0] == '"':
            open_marks.append((mark[0], mark.start()))
    last = start
    for first, after in sorted(spans):
        if first >= last and after - first <= LONGEST_QUOTATION:
            yield first, after
            last = after


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


@cache
def _abbreviations() -> dict[str, str]:
    """Abbreviation -> heading of `abbreviations.txt`; a word that begins sentences ends in " …"."""
    return {
        f"{word} …" if kind == "begins a sentence" else word: kind
        for kind, lists in read_word_list("abbreviations").items()
        for word in lists[""]
    }
