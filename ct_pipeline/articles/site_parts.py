"""The parts of a title that are the name of the site: known, or shown by what others leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ct_pipeline.articles.metadata import Said
from ct_pipeline.articles.title_votes import BREADCRUMB, FEED, HEADING, STRUCTURED, shares
from ct_pipeline.language.folding import fold_letters

_SEPARATOR = re.compile(r"\s+[|–—•·:»«/-]\s+|\s*\|\s*|\s+::\s+|：")
_HOST = re.compile(r"(?:www\.)?[a-z\d-]{2,}(?:\.[a-z\d-]+)*\.[a-z]{2,6}", re.IGNORECASE)
SHORTEST_CUT = 10
SHORTEST_TITLE = 2  # letters
LONGEST_SITE = 5  # words
_SOCIAL = frozenset({"og:title", "twitter:title"})


def without_sites(titles: Sequence[Said], sites: Sequence[str]) -> list[Said]:
    """The titles without the site's name; those that say nothing else are left out."""
    names = {fold_letters(site) for site in sites if site} - {""}
    names |= {site for site in sites if re.fullmatch(r"[a-z]{3,}(?:-[a-z]{3,})+", site)}
    known = {fold_letters(said.value) for said in titles if said.where != FEED}
    names |= set(_names_behind(titles, known))
    cut = []
    for said in titles:
        value = said.value
        if said.where not in (HEADING, BREADCRUMB, FEED):
            value = without_site(value, names, known)
            # The site's title, or words for search engines and social networks.
            is_of_site = value != said.value and not any(
                shares(value, other.value) for other in titles if _kind(other) != _kind(said)
            )
            if is_of_site and said.where != STRUCTURED and len(titles) > 2:
                continue
        if len(fold_letters(value)) >= SHORTEST_TITLE and fold_letters(value) not in names:
            cut.append(Said(value, said.where))
    return cut


def _names_behind(titles: Sequence[Said], known: set[str]) -> Iterator[str]:
    """What the <title> element adds to a title that others give without it: the site's name."""
    for said in titles:
        pieces = list(_SEPARATOR.finditer(said.value)) if said.where == "title" else []
        if pieces and fold_letters(said.value[: pieces[-1].start()]) in known:
            name = said.value[pieces[-1].end() :]
            if len(name.split()) <= LONGEST_SITE:
                yield fold_letters(name)


def _kind(said: Said) -> str:
    return "social" if said.where in _SOCIAL else said.where


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
    if fold_letters(part) in names or _HOST.fullmatch(part):
        return True
    words = set(re.findall(r"\w{3,}", part.casefold()))
    return len(words) <= LONGEST_SITE and any(
        set(name.split("-")) <= words for name in names if "-" in name
    )
