"""What articles of one host have in common and no article is about: a small profile per host.

A line that stands in several texts of one host is not those texts'; a name that nearly all of them
bear as author says little beside a byline; a date in the markup that the feed mostly contradicts is
not when the piece appeared. A profile takes away or chooses between witnesses, never adds. It is a
value: an article is read with one or with none, and records its number.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from ct_pipeline.language.folding import fold_letters

LEAST_ARTICLES = 3
# A line of so many texts, and of this part of them, belongs to the host. A paragraph of background
# that a few follow-ups share does not.
REPEATED_SHARE = 0.2
CONSTANT_SHARE = 0.8
LEAST_CONSTANT = 5
MOST_LINES = 200
SHORTEST_LINE = 8  # letters; shorter ones are interjections and interview questions


@dataclass(frozen=True, slots=True)
class ReadText:
    """A stored text of a host, as profiles learn from it."""

    title: str | None
    body: str
    author: str | None = None
    author_where: str | None = None
    date_where: str | None = None  # the witness that decided, "JSON-LD datePublished"
    is_date_contradicted: bool = False  # by the feed


@dataclass(frozen=True, slots=True)
class HostProfile:
    """What is known of a host; `number` grows with each profile of it."""

    host: str
    number: int
    article_count: int
    lines: frozenset[str] = frozenset()  # by their letters
    constant_author: str | None = None
    constant_author_where: str | None = None
    doubted_dates: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it would change nothing."""
        return not (self.lines or self.constant_author or self.doubted_dates)

    def to_json(self) -> str:
        """The profile as text; the same profile gives the same text."""
        values = asdict(self) | {
            "lines": sorted(self.lines),
            "doubted_dates": sorted(self.doubted_dates),
        }
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> HostProfile:
        """The profile that `to_json` wrote."""
        values = json.loads(text)
        values["lines"] = frozenset(values["lines"])
        values["doubted_dates"] = frozenset(values["doubted_dates"])
        return cls(**values)


def learn(host: str, number: int, texts: Sequence[ReadText]) -> HostProfile:
    """The profile of a host from texts that it published; texts of one title count once."""
    distinct = list({fold_letters(text.title or text.body): text for text in texts}.values())
    author, where = _constant_author(distinct)
    return HostProfile(
        host=host,
        number=number,
        article_count=len(distinct),
        lines=_repeated_lines(distinct),
        constant_author=author,
        constant_author_where=where,
        doubted_dates=_doubted_dates(distinct),
    )


def _repeated_lines(texts: Sequence[ReadText]) -> frozenset[str]:
    bodies = {text.body for text in texts}
    counts = Counter(
        line for body in bodies for line in {fold_letters(each) for each in body.split("\n")}
    )
    least = max(LEAST_ARTICLES, REPEATED_SHARE * len(bodies))
    common = (line for line, count in counts.most_common(MOST_LINES) if count >= least)
    return frozenset(line for line in common if len(line) >= SHORTEST_LINE)


def _constant_author(texts: Sequence[ReadText]) -> tuple[str | None, str | None]:
    signed = Counter((text.author, text.author_where) for text in texts if text.author)
    if len(texts) < LEAST_CONSTANT or not signed:
        return None, None
    (author, where), count = signed.most_common(1)[0]
    return (author, where) if count >= CONSTANT_SHARE * len(texts) else (None, None)


def _doubted_dates(texts: Sequence[ReadText]) -> frozenset[str]:
    by_witness: dict[str, list[bool]] = {}
    for text in texts:
        if text.date_where:
            by_witness.setdefault(text.date_where, []).append(text.is_date_contradicted)
    return frozenset(
        where
        for where, contradicted in by_witness.items()
        if len(contradicted) >= LEAST_ARTICLES
        and sum(contradicted) >= CONSTANT_SHARE * len(contradicted)
    )


def without_repeated(
    paragraphs: Iterable[str], profile: HostProfile | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs that are an article's own, and those that the host repeats.

    A text of which nothing would be left is its own.
    """
    paragraphs = tuple(paragraphs)
    if profile is None or not profile.lines:
        return paragraphs, ()
    own = tuple(text for text in paragraphs if fold_letters(text) not in profile.lines)
    repeated = tuple(text for text in paragraphs if fold_letters(text) in profile.lines)
    return (own, repeated) if own else (paragraphs, ())
