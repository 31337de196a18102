"""Whether a text says that it sets right what was said before, and where it does."""

from __future__ import annotations

import re
from functools import cache

from ct_pipeline.language.folding import fold
from ct_pipeline.language.phrases import PhraseFinder
from ct_pipeline.language.word_lists import read_word_list

OPENING = 300  # characters of the body in which a correction says that it is one
_LABEL_ENDS = re.compile(r"\s*(?:[:;|.–—-]|$)")


def is_erratum(title: str | None, body: str) -> bool:
    """Whether title or opening hold such a word: "Rectificatif", "Correction", تصويب."""
    return _holds("corrections", f"{title or ''}\n{body[:OPENING]}")


def is_labelled_erratum(title: str | None, body: str) -> bool:
    """Whether title or body begin with it as their label: "Correction: …", not "La correction des
    copies", nor "Department of Correction says"."""
    return any(_is_labelled(text.strip()) for text in (title or "", body[:OPENING]))


def may_be_labelled(folded: str) -> bool:
    """Whether a folded text begins with such a word: a quick look before `is_labelled_erratum`."""
    return folded.startswith(_words("corrections"))


def sets_right(words: str) -> bool:
    """Whether words between two values set one against the other: "64 et non 46"."""
    return _holds("contrasts", words)


def _is_labelled(text: str) -> bool:
    folded = fold(text)
    return any(
        found.start == 0
        and found.ends_word
        and _LABEL_ENDS.match(text, folded.span(found.start, found.end)[1])
        for found in _phrases("corrections").find(folded.text)
    )


def _holds(section: str, text: str) -> bool:
    return any(found.ends_word for found in _phrases(section).find(fold(text).text))


@cache
def _words(section: str) -> tuple[str, ...]:
    """The words of a section in all languages, folded."""
    by_language = read_word_list("corrections")[section]
    return tuple(fold(word).text for words in by_language.values() for word in words)


@cache
def _phrases(section: str) -> PhraseFinder[bool]:
    return PhraseFinder(dict.fromkeys(_words(section), True))
