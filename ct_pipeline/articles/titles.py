"""The headline of a page: what its witnesses agree on, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ct_pipeline.articles.metadata import Said
from ct_pipeline.articles.site_parts import without_sites
from ct_pipeline.articles.title_votes import FEED, HEADING, by_votes, is_same, shares
from ct_pipeline.language.folding import fold_letters
from ct_pipeline.language.inert import shortened

_TRUNCATED = re.compile(r"\s*(?:…|\.\.\.)$")
LONGEST_TITLE = 500  # characters; what is longer is no title, and its parts are not weighed


def choose_title(titles: Sequence[Said], sites: Iterable[str]) -> Said | None:
    """The title that the witnesses agree on; None where all are empty or the site's name.

    `titles` are headings of the page in their order (where "heading", or "heading in breadcrumbs"),
    the feed's title ("feed"), and what the head says; `sites` are the names of the site.

    The feed's title decides which of them is meant; the form is the heading's, which readers see.
    Without it: a heading that Open Graph repeats; the social title where Open Graph and Twitter
    differ together from all others (on real pages it is right in eight of ten such cases); the
    structured data's headline; then what any two share.
    """
    titles = [replace(said, value=shortened(said.value, LONGEST_TITLE)) for said in titles]
    cut = without_sites(titles, list(sites))
    if not cut:
        return None
    first = _by_feed(cut) or by_votes(cut)
    return _whole_form(first, cut)


def _by_feed(titles: Sequence[Said]) -> Said | None:
    told = next((said for said in titles if said.where == FEED), None)
    if told is None:
        return None
    headings = [said for said in titles if said.where == HEADING]
    for same in (is_same, shares):
        for said in (*headings, *(said for said in titles if said.where not in (HEADING, FEED))):
            if same(said.value, told.value):
                return said
    # Nobody repeats the feed: it is believed where the page does not agree with itself.
    return by_votes([said for said in titles if said is not told] or [told])


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
            if said.value.count(":") > first.value.count(":") and is_same(said.value, first.value):
                return said
    return first
