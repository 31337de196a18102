"""Whose "the Kingdom" and whose "ministry of Interior" a text speaks of.

Every country has ministries, and more than a dozen are kingdoms. Such a form belongs to the country
that the text is about: one named beside it, the one where things happen, the one it is told from.
Two such forms are never each other's proof.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.places.gazetteer import load_countries
from ct_pipeline.relevance.resolving import Candidate

HOME_OF = {"EH": "MA"}  # territory that a country administers
BESIDE = 60  # characters: what is nearer belongs together whatever else the sentence names

_COMPLETION = re.compile(r"(?: (?:de|d|du|des|of|the|la|l|del) ?)* ?(?:ال|ل|ب)?")


@dataclass(frozen=True, slots=True)
class Witness:
    """A country named: where in the text (field and folded position), in which sentence, how.

    `is_located`: something happens there. `is_kingdom_named`: by "Kingdom of …". `is_name`: not by
    an adjective.
    """

    order: tuple[int, int]
    sentence: int
    country: str
    is_located: bool
    is_name: bool
    is_kingdom_named: bool = False


def own_country(code: str) -> str:
    """The country that speaks for a territory."""
    return HOME_OF.get(code, code)


def find_kingdom(
    order: tuple[int, int], sentence: int, witnesses: Sequence[Witness], told_from: str | None
) -> str | None:
    """The country that "the Kingdom" at a place of the text stands for; None where nothing tells.

    `told_from`: the country of the feed that brought the text.
    """
    countries = load_countries()
    kingdoms = [
        witness
        for witness in witnesses
        if witness.country in countries and countries[witness.country].is_kingdom
    ]
    named = list(dict.fromkeys(witness.country for witness in kingdoms))
    if not named:
        is_kingdom = told_from in countries and countries[told_from].is_kingdom
        return told_from if is_kingdom and not _is_set_abroad(witnesses) else None
    if len(named) == 1:
        return named[0]
    if told_from in named:
        return told_from
    for witness in kingdoms:
        if witness.is_kingdom_named and witness.order < order:
            return witness.country
    hosts = [w.country for w in kingdoms if w.is_located and w.sentence <= sentence]
    return hosts[0] if hosts else named[0]


def find_office_country(
    order: tuple[int, int], sentence: int, witnesses: Sequence[Witness], told_from: str | None
) -> str | None:
    """The country whose ministry or office is named at a place; None where nothing tells."""
    beside = [witness for witness in witnesses if witness.sentence == sentence]
    if beside:
        return _nearest(order, beside).country
    before = [witness for witness in witnesses if witness.order < order]
    hosts = [witness for witness in before if witness.is_located]
    if hosts:
        return hosts[0].country
    if told_from:
        return told_from
    others = before or list(witnesses)
    return others[0].country if others else None


def _nearest(order: tuple[int, int], witnesses: Iterable[Witness]) -> Witness:
    return min(witnesses, key=lambda one: (abs(one.order[1] - order[1]), one.order))


def _is_set_abroad(witnesses: Iterable[Witness]) -> bool:
    """Whether what is told happens in a country that is no kingdom."""
    return any(witness.is_located for witness in witnesses)


def named_with(
    form: Candidate, witnesses: Sequence[Witness], fields: Sequence[FoldedText]
) -> str | None:
    """The country whose name completes a form: "Royaume de Belgique", "وزارة الداخلية الأردنية"."""
    place = bisect_right(witnesses, form.order, key=lambda witness: witness.order)
    if place == len(witnesses) or witnesses[place].order[0] != form.order[0]:
        return None
    gap = fields[form.order[0]].text[form.hit.end : witnesses[place].order[1]]
    return witnesses[place].country if _COMPLETION.fullmatch(gap) else None
