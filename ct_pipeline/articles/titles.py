"""The headline of a page: what its witnesses agree on, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ct_pipeline.articles.metadata import Said
from ct_pipeline.language.folding import fold_letters
from ct_pipeline.language.inert import shortened

_SEPARATOR = re.compile(r"\s+[|–—•·:»«/-]\s+|\s*\|\s*|\s+::\s+|：")
_TRUNCATED = re.compile(r"\s*(?:…|\.\.\.)$")
SHORTEST_CUT = 10
SHORTEST_TITLE = 2  # letters
LONGEST_SITE = 5  # words
# So many letters of the shorter of two titles, to be the longer one's beginning or end.
SHORTEST_SHARED = 15
HEADING, FEED, STRUCTURED = "heading", "feed", "JSON-LD headline"
LONGEST_TITLE = 500  # characters; what is longer is no title, and its parts are not weighed


def choose_title(titles: Sequence[Said], sites: Iterable[str]) -> Said | None:
    """The title that the witnesses agree on; None where all are empty or the site's name.

    `titles` are headings of the page in their order (where "heading"), the feed's title ("feed"),
    and what the head says; `sites` are the names under which the site is known.

    The feed's title decides which of them is meant; the form is the heading's, which readers see.
    Without it: a heading that Open Graph repeats; the social title where Open Graph and Twitter
    differ together from all others (on real pages it is right in eight of ten such cases); the
    structured data's headline; then what any two share.
    """
    titles = [replace(said, value=shortened(said.value, LONGEST_TITLE)) for said in titles]
    cut = _without_sites(titles, list(sites))
    if not cut:
        return None
    first = _by_feed(cut) or _by_votes(cut)
    return _whole_form(first, cut)


def _by_feed(titles: Sequence[Said]) -> Said | None:
    told = next((said for said in titles if said.where == FEED), None)
    if told is None:
        return None
    headings = [said for said in titles if said.where == HEADING]
    for same in (_is_same, _shares):
        for said in (*headings, *(said for said in titles if said.where not in (HEADING, FEED))):
            if same(said.value, told.value):
                return said
    # Nobody repeats the feed: it is believed where the page does not agree with itself.
    return _by_votes([said for said in titles if said is not told] or [told])


def _by_votes(titles: Sequence[Said]) -> Said:
    def of(where: str) -> Said | None:
        return next((said for said in titles if said.where == where), None)

    social, repeated, structured = of("og:title"), of("twitter:title"), of(STRUCTURED)
    element = of("title")
    headings = [said for said in titles if said.where == HEADING]
    heading = next((h for h in headings if _is_backed(h, titles)), None)
    is_told_twice = structured is None or (
        social and repeated and _is_same(social.value, repeated.value)
    )
    if heading and social and is_told_twice and _is_same(heading.value, social.value):
        return heading
    if social and repeated and structured and heading and _is_same(social.value, repeated.value):
        is_alone = element is None or not _is_same(element.value, social.value)
        if is_alone and _is_same(structured.value, heading.value):
            return social
    backed = (said for said in (structured, social, heading) if said and _is_backed(said, titles))
    return next(backed, None) or structured or social or (headings or titles)[0]


def _is_backed(said: Said, titles: Sequence[Said]) -> bool:
    """Whether another kind of witness says the same, perhaps with more around it."""
    return any(other.where != said.where and _shares(said.value, other.value) for other in titles)


def _is_same(one: str, other: str) -> bool:
    return fold_letters(one) == fold_letters(other)


def _shares(one: str, other: str) -> bool:
    short, long = sorted((fold_letters(one), fold_letters(other)), key=len)
    if short == long:
        return True
    return len(short) >= SHORTEST_SHARED and (long.startswith(short) or long.endswith(short))


def _whole_form(first: Said, titles: Sequence[Said]) -> Said:
    """The title as a witness has it who cut nothing short and glued nothing together."""
    if _TRUNCATED.search(first.value):
        stem = fold_letters(_TRUNCATED.sub("", first.value))
        for said in titles:
            if fold_letters(said.value).startswith(stem) and not _TRUNCATED.search(said.value):
                return said
    if first.where == HEADING:
        # A kicker that the page sets on a line of its own.
        for said in titles:
            if said.value.count(":") > first.value.count(":") and _is_same(said.value, first.value):
                return said
    return first


def _without_sites(titles: Sequence[Said], sites: Sequence[str]) -> list[Said]:
    names = {fold_letters(site) for site in sites if site} - {""}
    names |= {site for site in sites if re.fullmatch(r"[a-z]{3,}(?:-[a-z]{3,})+", site)}
    known = {fold_letters(said.value) for said in titles if said.where != FEED}
    cut = []
    for said in titles:
        value = said.value
        if said.where not in (HEADING, FEED):
            value = without_site(value, names, known)
            is_site_wide = value != said.value and not any(
                _shares(value, other.value) for other in titles if other.where != said.where
            )
            if is_site_wide and said.where != STRUCTURED and len(titles) > 2:
                continue
        if len(fold_letters(value)) >= SHORTEST_TITLE and fold_letters(value) not in names:
            cut.append(Said(value, said.where))
    return cut


def without_site(title: str, names: set[str], known: Iterable[str] = ()) -> str:
    """The title without the part, first or last, that is one of the site's names.

    A part is cut off as well where another witness gives the title exactly without it; `known` are
    the letters of all witnesses' titles.
    """
    known = set(known)
    pieces = list(_SEPARATOR.finditer(title))
    for match in (*reversed(pieces[-3:]), *pieces[:1]):
        head, tail = title[: match.start()].strip(), title[match.end() :].strip()
        if _is_site(tail, names) and len(head) >= SHORTEST_CUT:
            return without_site(head, names, known)
        if _is_site(head, names) and len(tail) >= SHORTEST_CUT:
            return without_site(tail, names, known)
        if len(head) >= SHORTEST_CUT and fold_letters(head) in known - {fold_letters(title)}:
            return head
    return title


def _is_site(part: str, names: set[str]) -> bool:
    """Whether a part of a title is a site's name, also as its host spells it (gazette-oriental)."""
    if fold_letters(part) in names:
        return True
    words = set(re.findall(r"\w{3,}", part.casefold()))
    return len(words) <= LONGEST_SITE and any(
        set(name.split("-")) <= words for name in names if "-" in name
    )
