"""The two kinds of things that groups are made of: texts, and edges between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from ct_pipeline.copies.relate import JOINING, Relation

REPRINT_SIDE = 0.8
LEADERS = 32  # so many of those that share a passage are compared with all others that do


_DOOR = re.compile(r"^(?:www\d?|m|amp|mobile)\.")  # of one site, for other devices


@dataclass(frozen=True, slots=True)
class Text:
    """What grouping and the canonical choice need to know of an article; no arrival time."""

    article_id: str
    word_count: int
    body_hash: str
    url: str | None = None
    publisher: str | None = None
    agency_credits: tuple[str, ...] = ()
    published_from: datetime | None = None
    published_to: datetime | None = None

    @property
    def site(self) -> str:
        """Where it stands: its host, else who publishes it; nobody's text stands by itself."""
        host = urlsplit(self.url).netloc if self.url else ""
        return _DOOR.sub("", host) or self.publisher or self.article_id


@dataclass(frozen=True, slots=True)
class Edge:
    """What two articles (a < b) are to each other; spans are ranges of words, flat.

    `carrier` is the one that only carries the other, under much of its own (see `carriers`).
    """

    article_id_a: str
    article_id_b: str
    relation: Relation
    score: float
    side_a: float
    side_b: float
    spans_a: tuple[int, ...] = ()
    spans_b: tuple[int, ...] = ()
    carrier: str | None = None

    @property
    def joins(self) -> bool:
        """Whether the relation alone puts both into one dispatch."""
        return self.relation in JOINING

    @property
    def excerpt(self) -> str | None:
        """The article that is but a part of the other, where it is one."""
        if self.relation != Relation.EXCERPT:
            return None
        return self.article_id_a if self.side_a > self.side_b else self.article_id_b

    @property
    def is_reprint(self) -> bool:
        """Whether either text holds nearly all of the other."""
        return self.joins and min(self.side_a, self.side_b) >= REPRINT_SIDE

    def stands_for_other(self, article_id: str) -> bool:
        """Whether the text at this end can stand for the other: a copy of it, not its excerpt."""
        return self.joins and self.excerpt != article_id

    def other(self, article_id: str) -> str:
        """The article at the other end."""
        return self.article_id_b if article_id == self.article_id_a else self.article_id_a

    def side(self, article_id: str) -> float:
        """The share of this article that the other holds."""
        return self.side_a if article_id == self.article_id_a else self.side_b

    def spans(self, article_id: str) -> tuple[int, ...]:
        """Where the words of this article stand that the other holds."""
        return self.spans_a if article_id == self.article_id_a else self.spans_b

    def words(self, article_id: str) -> set[int]:
        """The places of this article's words that the other holds."""
        spans = self.spans(article_id)
        return {
            place
            for start, end in zip(spans[::2], spans[1::2], strict=True)
            for place in range(start, end)
        }
