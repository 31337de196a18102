"""Texts that only carry a dispatch: it stands whole in them, under much of their own.

By its words a page that puts a dispatch under other news does not differ from the long report of
which a brief is an excerpt. What parts them is where it stands, and who else says whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ct_pipeline.copies.graph import REPRINT_SIDE, Edge, Text
from ct_pipeline.copies.leads import LONGEST_DATELINE
from ct_pipeline.copies.relate import LEAST_AROUND, WHOLE_SIDE, Relation
from ct_pipeline.language.press import is_agency_site

LEAST_SITES = 2  # one page may credit whom it likes


def find_carriers(texts: Mapping[str, Text], edges: Sequence[Edge]) -> list[Edge]:
    """The edges, with the carrier of those of which one text only carries the other.

    A text carries another that stands whole in it, and of which it is no reprint, where that ends
    it after much of its own, and is of another site; where it stands on its agency's own site; or
    where two sites credit an agency with it that the carrier does not name. What is carried is no
    excerpt then: either is a near copy of the other.
    """
    holding = [(edge, _holder(edge)) for edge in edges if edge.joins]
    credited_by: dict[tuple[str, str], set[str]] = {}
    for edge, holder in holding:
        if holder:
            part = texts[edge.other(holder)]
            for agency in set(part.agency_credits) - set(texts[holder].agency_credits):
                credited_by.setdefault((holder, agency), set()).add(part.site)
    credited = {known for known, sites in credited_by.items() if len(sites) >= LEAST_SITES}
    carriers = {
        id(edge): holder
        for edge, holder in holding
        if holder and _carries(edge, texts[holder], texts[edge.other(holder)], credited)
    }
    return [
        replace(edge, relation=Relation.NEAR_COPY, carrier=carriers[id(edge)])
        if id(edge) in carriers
        else edge
        for edge in edges
    ]


def _holder(edge: Edge) -> str | None:
    """The text in which the other stands whole beside much else."""
    for whole in (edge.article_id_a, edge.article_id_b):
        if edge.side(edge.other(whole)) >= WHOLE_SIDE and edge.side(whole) < REPRINT_SIDE:
            return whole
    return None


def _carries(edge: Edge, holder: Text, part: Text, credited: set[tuple[str, str]]) -> bool:
    if is_agency_site(holder.url) or is_agency_site(part.url):
        return not is_agency_site(holder.url)
    if any((holder.article_id, agency) in credited for agency in part.agency_credits):
        return True
    return holder.site != part.site and _ends(edge, holder)


def _ends(edge: Edge, holder: Text) -> bool:
    """Whether the whole of one text, from its beginning on, ends the other."""
    spans, other = edge.spans(holder.article_id), edge.spans(edge.other(holder.article_id))
    return (
        bool(spans and other)
        and other[0] <= LONGEST_DATELINE
        and spans[0] >= LEAST_AROUND
        and holder.word_count - spans[-1] < LEAST_AROUND
    )
