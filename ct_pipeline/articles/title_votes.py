"""Which of a page's titles is its headline, where no feed tells: what most of them agree on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ct_pipeline.articles.metadata import Said
from ct_pipeline.language.folding import fold_letters

HEADING, FEED, STRUCTURED = "heading", "feed", "JSON-LD headline"
BREADCRUMB = "heading in breadcrumbs"
# So many letters of the shorter of two titles, to be the longer one's beginning or end.
SHORTEST_SHARED = 15
_KICKER_END = re.compile(r"\s*:\s+|\s+[|–—]\s+")


def by_votes(titles: Sequence[Said]) -> Said:
    """The headline among titles without the site's name; each witness says it in its own way."""

    def of(where: str) -> Said | None:
        return next((said for said in titles if said.where == where), None)

    social, repeated, structured = of("og:title"), of("twitter:title"), of(STRUCTURED)
    element = of("title")
    headings = [said for said in titles if said.where == HEADING]
    if (trail := of(BREADCRUMB)) and (own := _beside(trail, (structured, social), headings)):
        return own
    heading = next((h for h in headings if _is_backed(h, titles, shares)), None)
    is_told_twice = structured is None or (
        social and repeated and is_same(social.value, repeated.value)
    )
    if heading and social and is_told_twice and is_same(heading.value, social.value):
        return heading
    if headings and (shared := _without_kicker(headings[0], (social, element))):
        return shared
    if social and repeated and structured and heading and is_same(social.value, repeated.value):
        is_alone = element is None or not is_same(element.value, social.value)
        if is_alone and is_same(structured.value, heading.value):
            return social
    told = [said for said in (structured, social, heading) if said]
    for agree in (is_same, shares):
        for said in told:
            if _is_backed(said, titles, agree):
                return said
    return structured or social or (headings or titles)[0]


def is_same(one: str, other: str) -> bool:
    """Whether two titles are of the same letters."""
    return fold_letters(one) == fold_letters(other)


def shares(one: str, other: str) -> bool:
    """Whether a title is the other, or its beginning or end."""
    short, long = sorted((fold_letters(one), fold_letters(other)), key=len)
    if short == long:
        return True
    return len(short) >= SHORTEST_SHARED and (long.startswith(short) or long.endswith(short))


def _is_backed(said: Said, titles: Sequence[Said], agree: Callable[[str, str], bool]) -> bool:
    """Whether another kind of witness says the same, perhaps with more around it."""
    return any(other.where != said.where and agree(said.value, other.value) for other in titles)


def _without_kicker(heading: Said, others: Iterable[Said | None]) -> Said | None:
    """The headline where the heading has a kicker glued to it that another witness lacks.

    That one may have another kicker of its own, with a sign behind it.
    """
    for said in filter(None, others):
        kicker = _KICKER_END.search(said.value)
        for rest in (said.value, said.value[kicker.end() :] if kicker else ""):
            before = heading.value.removesuffix(rest)
            is_glued = before != heading.value and before.rstrip()[-1:].isalnum()
            if is_glued and len(rest) >= SHORTEST_SHARED:
                return Said(rest, said.where)
    return None


def _beside(trail: Said, others: Iterable[Said | None], headings: Sequence[Said]) -> Said | None:
    """The headline where the trail ends in another title, made for search engines.

    What the head repeats of that title is the search engines' as well.
    """
    own = [said for said in others if said and not is_same(said.value, trail.value)]
    shown = (s for s in own if any(is_same(s.value, heading.value) for heading in headings))
    return next(shown, None) or next(iter(own), None)
