"""Which member stands for a dispatch, and what every other is to it; recomputed whenever needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ct_pipeline.copies.graph import Edge, Text
from ct_pipeline.copies.relate import Relation

ORIGINAL = "original"
_NEVER = datetime.max.replace(tzinfo=UTC)

# Agencies and institutions on their own sites: the text was born there.
AGENCY_HOSTS = (
    "mapnews.ma",
    "mapexpress.ma",
    "map.ma",
    "afp.com",
    "reuters.com",
    "apnews.com",
    "efe.com",
    "aps.dz",
    "tap.info.tn",
    "spa.gov.sa",
    "wam.ae",
    "kuna.net.kw",
    "qna.org.qa",
    "mena.org.eg",
    "aa.com.tr",
    "ansa.it",
    "dpa.com",
    "belga.be",
    "europapress.es",
    "xinhuanet.com",
    "news.un.org",
)


def choose_canonical(members: Sequence[Text], edges: Sequence[Edge]) -> str:
    """The member that stands for the group, by rule, independent of any order.

    Never an excerpt of another member; then: the agency's own site, an explicit agency credit, the
    earliest publication (by the end of its interval, unknown last), the longest text, the smallest
    id.
    """
    excerpts = _excerpts({text.article_id for text in members}, edges)
    whole = [text for text in members if text.article_id not in excerpts] or list(members)
    return min(whole, key=_rank).article_id


def _rank(text: Text) -> tuple[bool, bool, datetime, int, str]:
    return (
        not is_agency_site(text.url),
        not text.agency_credits,
        text.published_to or _NEVER,
        -text.word_count,
        text.article_id,
    )


def is_agency_site(url: str | None) -> bool:
    """Whether an address lies on an agency's own site."""
    host = urlsplit(url).hostname if url else None
    return host is not None and any(
        host == agency or host.endswith("." + agency) for agency in AGENCY_HOSTS
    )


def copy_relations(
    canonical: str, members: Sequence[Text], edges: Sequence[Edge]
) -> dict[str, str]:
    """Each member's relation to the canonical one: original, exact_copy, near_copy or excerpt.

    Members without a joining edge to it (they came through a third) are judged by what they are to
    the others.
    """
    hashes = {text.article_id: text.body_hash for text in members}
    excerpts = _excerpts(set(hashes), edges)
    direct: Mapping[str, Relation] = {
        edge.other(canonical): edge.relation
        for edge in edges
        if edge.joins and canonical in (edge.article_id_a, edge.article_id_b)
    }
    relations = {}
    for article_id, body_hash in hashes.items():
        if article_id == canonical:
            relations[article_id] = ORIGINAL
        elif body_hash == hashes[canonical]:
            relations[article_id] = str(Relation.EXACT_COPY)
        elif article_id in direct and direct[article_id] != Relation.EXACT_COPY:
            relations[article_id] = str(direct[article_id])
        else:
            indirect = Relation.EXCERPT if article_id in excerpts else Relation.NEAR_COPY
            relations[article_id] = str(indirect)
    return relations


def _excerpts(members: set[str], edges: Sequence[Edge]) -> set[str]:
    """The members that are but a part of another member."""
    return {
        edge.article_id_a if edge.side_a > edge.side_b else edge.article_id_b
        for edge in edges
        if edge.relation == Relation.EXCERPT
        and edge.article_id_a in members
        and edge.article_id_b in members
    }
