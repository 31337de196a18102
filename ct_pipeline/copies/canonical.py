"""Which member stands for a dispatch, and what every other is to it; recomputed whenever needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ct_pipeline.copies.graph import LEADERS, Edge, Text
from ct_pipeline.copies.relate import Relation
from ct_pipeline.language.press import is_agency_site

ORIGINAL = "original"
_NEVER = datetime.max.replace(tzinfo=UTC)


def choose_canonical(members: Sequence[Text], edges: Sequence[Edge]) -> str:
    """The member that stands for the group, by rule, independent of any order.

    A text of which all others are copies or excerpts, or a reprint of such a one, and no mere
    carrier of another; then: the agency's own site, the text that the fewest sites tell otherwise,
    the earliest publication (by the end of its interval, unknown last), an explicit agency credit,
    the text of which another holds most (what no other carries makes it no fuller), the longest
    text, the smallest id. A date and a credit are a page's own word: what sites agree on is more.
    """
    if len(members) == 1:
        return members[0].article_id
    may_stand = _find_heads([text.article_id for text in members], edges)
    may_stand = may_stand - {edge.carrier for edge in edges} or may_stand
    otherwise = _count_otherwise(members, edges)
    shared = _count_shared_words(members, edges)
    return min(
        (text for text in members if text.article_id in may_stand),
        key=lambda text: (
            not is_agency_site(text.url),
            len(otherwise.get(text.article_id, ())),
            text.published_to or _NEVER,
            not text.agency_credits,
            -shared.get(text.article_id, 0),
            -text.word_count,
            text.article_id,
        ),
    ).article_id


def _count_otherwise(members: Sequence[Text], edges: Sequence[Edge]) -> dict[str, set[str]]:
    """The other sites of which a text lacks words while they lack some of its own: who only cut a
    text, or only added to it, agrees with it."""
    sites = {text.article_id: text.site for text in members}
    otherwise: dict[str, set[str]] = {}
    for edge in edges:
        if edge.joins and max(edge.side_a, edge.side_b) < 1:
            for one in (edge.article_id_a, edge.article_id_b):
                if sites[one] != sites[edge.other(one)]:
                    otherwise.setdefault(one, set()).add(sites[edge.other(one)])
    return otherwise


def _find_heads(members: Sequence[str], edges: Sequence[Edge]) -> set[str]:
    """The members that stand for most of the others (for all, but where people joined what no rule
    would); of very many copies, of which only some are compared with all, their reprints too."""
    standing = Counter(
        one
        for edge in edges
        for one in (edge.article_id_a, edge.article_id_b)
        if edge.stands_for_other(one)
    )
    parts = {edge.excerpt for edge in edges}
    whole = [one for one in members if one not in parts] or members
    most = max(standing[one] for one in whole)
    heads = {one for one in whole if standing[one] == most}
    if len(members) <= LEADERS:
        return heads
    unlike = {
        one for edge in edges if not edge.joins for one in (edge.article_id_a, edge.article_id_b)
    }
    reprints = {
        one
        for edge in edges
        if edge.is_reprint and heads & {edge.article_id_a, edge.article_id_b}
        for one in (edge.article_id_a, edge.article_id_b)
    }
    return heads | reprints - unlike - parts


def _count_shared_words(members: Sequence[Text], edges: Sequence[Edge]) -> dict[str, int]:
    """The most words that each member shares with one of those it stands for."""
    words = {text.article_id: text.word_count for text in members}
    shared: dict[str, int] = {}
    for edge in edges:
        ends = (edge.article_id_a, edge.article_id_b)
        held = round(min(edge.side(one) * words[one] for one in ends))
        for one in ends:
            if edge.stands_for_other(one):
                shared[one] = max(held, shared.get(one, 0))
    return shared


def copy_relations(
    canonical: str, members: Sequence[Text], edges: Sequence[Edge]
) -> dict[str, str]:
    """Each member's relation to the canonical one: original, exact_copy, near_copy or excerpt.

    Members without a joining edge to it (they came through a third) are judged by what they are to
    the others.
    """
    hashes = {text.article_id: text.body_hash for text in members}
    excerpts = {edge.excerpt for edge in edges}
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
