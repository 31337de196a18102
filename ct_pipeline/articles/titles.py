"""The headline of a page: the witnesses' titles without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ct_pipeline.articles.metadata import Said
from ct_pipeline.language.folding import fold_letters

_SEPARATOR = re.compile(r"\s+[|–—•·:»«/-]\s+|\s*\|\s*|\s+::\s+")
_TRUNCATED = re.compile(r"\s*(?:…|\.\.\.)$")
SHORTEST_CUT = 10
LONGEST_SITE = 5  # words


def choose_title(titles: Sequence[Said], sites: Iterable[str]) -> Said | None:
    """The first title that is more than the site's name, whole and without that name.

    `sites` are the names under which the site is known: its publisher, its host. A title that a
    witness cut short gives way to another witness's longer form of it.
    """
    sites = list(sites)
    names = {fold_letters(site) for site in sites if site} - {""}
    names |= {site for site in sites if re.fullmatch(r"[a-z]{3,}(?:-[a-z]{3,})+", site)}
    cut = [Said(without_site(said.value, names, titles), said.where) for said in titles]
    whole = [
        said for said in cut if fold_letters(said.value) and fold_letters(said.value) not in names
    ]
    if not whole:
        return None
    first = whole[0]
    if _TRUNCATED.search(first.value):
        stem = fold_letters(_TRUNCATED.sub("", first.value))
        for said in whole[1:]:
            if fold_letters(said.value).startswith(stem) and not _TRUNCATED.search(said.value):
                return said
    return first


def without_site(title: str, names: set[str], others: Sequence[Said] = ()) -> str:
    """The title without the part, first or last, that is one of the site's names.

    A part is cut off as well where another witness gives the title exactly without it.
    """
    known = {fold_letters(said.value) for said in others}
    pieces = list(_SEPARATOR.finditer(title))
    for match in (*reversed(pieces[-3:]), *pieces[:1]):
        head, tail = title[: match.start()].strip(), title[match.end() :].strip()
        if _is_site(tail, names) and len(head) >= SHORTEST_CUT:
            return without_site(head, names, others)
        if _is_site(head, names) and len(tail) >= SHORTEST_CUT:
            return without_site(tail, names, others)
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
