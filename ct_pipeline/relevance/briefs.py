"""Whether a text is several stories in one, by its form.

A round-up is a run of short paragraphs that each begin with a label ("Carburants. …", "السدود: …",
"1. …", "• …"), or whose title says so, and that share next to no words: one story told in labelled
paragraphs repeats its names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from ct_pipeline.relevance.reading import SentenceReading

LEAST_BRIEFS = 3
LABELLED_SHARE = 0.7
SHARED_WORDS = 0.2  # of the longer words of a paragraph, that others hold too
LONG_WORD = 5  # letters
STEM = 6
_LABEL = re.compile(
    r"\s*(?:[-–—•●▪■◆►▶*·✔✅➤→]|\(?\d{1,2}[.)/°:–-]"
    r"|(?:[^\s.:!?|–—]+ ?){1,4}(?:\s?[:|]|\.|\s[–—-])(?:\s|$))"
)
_LONG = re.compile(rf"[^\W\d_]{{{LONG_WORD},}}")


def split_briefs(
    sentences: tuple[SentenceReading, ...],
) -> list[tuple[SentenceReading, ...]]:
    """The sentences of each story of a round-up; none where the text tells one story."""
    body = [one for one in sentences if one.sentence.field == "body"]
    briefs = [tuple(group) for _, group in groupby(body, key=lambda one: one.sentence.paragraph)]
    if len(briefs) < LEAST_BRIEFS:
        return []
    is_announced = any(s.sentence.field == "title" and "roundup" in s.terms for s in sentences)
    labelled = sum(bool(_LABEL.match(brief[0].text)) for brief in briefs)
    is_labelled = labelled >= max(LABELLED_SHARE * len(briefs), LEAST_BRIEFS)
    if is_announced or (is_labelled and _share_little(briefs)):
        return briefs
    return []


def _share_little(briefs: Iterable[tuple[SentenceReading, ...]]) -> bool:
    """Whether most of the longer words of each brief are in no other."""
    words = [{word[:STEM] for word in _words(brief)} for brief in briefs]
    count = Counter(word for own in words for word in own)
    total = sum(len(own) for own in words)
    shared = sum(1 for own in words for word in own if count[word] > 1)
    return total > 0 and shared <= SHARED_WORDS * total


def _words(brief: Iterable[SentenceReading]) -> Iterable[str]:
    for sentence in brief:
        yield from _LONG.findall(sentence.text.lower())
