"""Whether a text is several stories in one, by its form.

A round-up is a run of short paragraphs that share next to no words: one story repeats its names.
Each begins with a label ("Carburants. …", "السدود: …", "1. …", "• …") or turns to something else
("Elsewhere, …"); or the title may be a round-up's ("Five things to know") and tells none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from ct_pipeline.relevance.reading import SentenceReading

LEAST_BRIEFS = 3
LONGEST_BRIEF = 3  # sentences
LABELLED_SHARE = 0.7
SHARED_WORDS = 0.2  # of the longer words of a paragraph, that others hold too
LONG_WORD = 5  # letters
STEM = 6
_LABEL = re.compile(
    r"\s*(?:[-–—•●▪■◆►▶*·✔✅➤→]|\(?\d{1,2}[.)/°:–-]"
    r"|[^\s.:!?|–—]+(?: [^\s.:!?|–—]+){0,3} ?(?:\s?[:|]|\.|\s[–—-])(?:\s|$))"
)
_LONG = re.compile(rf"[^\W\d_]{{{LONG_WORD},}}")


def split_briefs(
    sentences: Sequence[SentenceReading],
) -> list[tuple[SentenceReading, ...]]:
    """The sentences of each story of a round-up; none where the text tells one story."""
    title, briefs = _part(sentences)
    if len(briefs) < LEAST_BRIEFS:
        return []
    if any("roundup" in one.terms for one in title):
        return briefs
    labelled = sum(map(_is_labelled, briefs))
    is_labelled = labelled >= max(LABELLED_SHARE * len(briefs), LEAST_BRIEFS)
    is_hinted = any("roundup_hint" in one.terms for one in title)
    if (is_labelled or (is_hinted and _are_apart(briefs, title))) and _share_little(briefs):
        return briefs
    return []


def may_be_briefs(sentences: Sequence[SentenceReading]) -> bool:
    """Whether the paragraphs share no word with one another nor with the title."""
    title, briefs = _part(sentences)
    words = [_stem(one) for one in (title, *briefs)]
    count = Counter(word for own in words for word in own)
    return (
        len(briefs) > LEAST_BRIEFS
        and all(len(brief) <= LONGEST_BRIEF for brief in briefs)
        and max(count.values(), default=0) == 1
    )


def _part(
    sentences: Sequence[SentenceReading],
) -> tuple[list[SentenceReading], list[tuple[SentenceReading, ...]]]:
    """The title, and the sentences of each paragraph."""
    title = [one for one in sentences if one.sentence.field == "title"]
    body = [one for one in sentences if one.sentence.field == "body"]
    paragraphs = groupby(body, key=lambda one: one.sentence.paragraph)
    return title, [tuple(group) for _, group in paragraphs]


def _is_labelled(brief: Sequence[SentenceReading]) -> bool:
    return bool(_LABEL.match(brief[0].text)) or "turns" in brief[0].terms


def _are_apart(
    briefs: Sequence[Sequence[SentenceReading]], title: Sequence[SentenceReading]
) -> bool:
    """Whether each paragraph is a short story whole, and the title tells none of them."""
    promised = _stem(title)
    return len(briefs) > LEAST_BRIEFS and all(
        len(brief) <= LONGEST_BRIEF and len(promised & _stem(brief)) <= 1 for brief in briefs
    )


def _share_little(briefs: Iterable[Sequence[SentenceReading]]) -> bool:
    """Whether most of the longer words of each brief are in no other."""
    words = [_stem(brief) for brief in briefs]
    count = Counter(word for own in words for word in own)
    total = sum(len(own) for own in words)
    shared = sum(1 for own in words for word in own if count[word] > 1)
    return total > 0 and shared <= SHARED_WORDS * total


def _stem(brief: Iterable[SentenceReading]) -> set[str]:
    return {word[:STEM] for sentence in brief for word in _LONG.findall(sentence.text.lower())}
