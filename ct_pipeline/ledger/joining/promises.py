"""Promises of several texts that are one: in other words, another order, another language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from ct_pipeline.language.folding import fold, fold_key
from ct_pipeline.language.numbers import find_numbers
from ct_pipeline.language.places.finding import find_places
from ct_pipeline.ledger.joining.components import join_rows
from ct_pipeline.ledger.joining.told import Told, are_told_together, overlap
from ct_pipeline.ledger.values import Commitment, Interval

SAME_CLAUSE = 70.0  # of two promises of one kind
VERY_CLAUSE = 80.0  # of two kinds: a text tells as a course what another only tells
_ROUNDED = 3  # days between "before 30 September" and "before October"
_TELLING = 10  # numbers from here on seldom are the same by chance
_A_MONTH = 31
_YEARS = range(1900, 2101)

Days = Mapping[tuple[str, str, object], int]
Ids = Mapping[str, str]
Ties = Mapping[str, frozenset[str]]  # by article: its story and events


def join_commitments(
    commitments: list[Told[Commitment]], events: Ids, ties: Ties
) -> list[list[Told[Commitment]]]:
    """The promises in groups; `events`: the joined event that each is of, where it is one."""
    alone = Counter(_day_of(one) for one in commitments)

    def keys(one: Told[Commitment]) -> Iterator[object]:
        row = one.row
        if one.row_id in events:
            yield "event", events[one.row_id]
        yield from (("tie", tie) for tie in ties[one.text.article_id])
        if row.programme_id:
            yield "programme", row.programme_id
        yield from (("maker", maker) for maker in row.made_by)

    def similarity(a: Told[Commitment], b: Told[Commitment]) -> float:
        one, other = a.row, b.row
        event, second = events.get(a.row_id), events.get(b.row_id)
        if event and second:
            return 100 if event == second and one.kind == other.kind else 0
        dates = overlap(one.due, other.due)
        is_moved = "postponed" in (one.status, other.status)
        if _are_far(one.due, other.due) and not is_moved:
            return 0
        if (dates is False and not is_moved) or not _may_be_one(a, b):
            return 0
        has_maker = bool(set(one.made_by) & set(other.made_by))
        together = are_told_together(a, b, ties)
        if a.text.language == b.text.language and (has_maker or together):
            ratio = fuzz.token_set_ratio(fold_key(one.what), fold_key(other.what))
            if ratio >= (SAME_CLAUSE if one.kind == other.kind else VERY_CLAUSE):
                return ratio
        if not together:
            return _told_apart(a, b, alone) if has_maker else 0
        is_dated = bool(dates) and _is_one_day(one.due, other.due)
        is_due = is_dated or one.due is other.due is None
        if is_due and _amounts(a) & _amounts(b):
            return 50.0  # "200 magistrats d'ici fin 2027", whoever is the subject
        if one.kind != other.kind or event or second:
            return 0
        if a.text.language != b.text.language and has_maker and is_due:
            return 40.0
        # In other words: the only promise of its kind for that day in each of both texts.
        return 30.0 if is_dated and alone[_day_of(a)] == alone[_day_of(b)] == 1 else 0

    return join_rows(commitments, keys, similarity)


def _told_apart(a: Told[Commitment], b: Told[Commitment], alone: Days) -> float:
    """How sure it is that two texts of no common story, of whatever languages, tell one promise of
    one maker: by its due day with its numbers, the places it names, or as the only one of its kind.
    """
    one, other = a.row, b.row
    places, others = _places(a), _places(b)
    if not _is_one_day(one.due, other.due) or (places and others and places.isdisjoint(others)):
        return 0
    is_narrow = one.due is not None and one.due.precision != "year"
    amounts = _amounts(a) & _amounts(b)
    is_telling = is_narrow or max(amounts, default=0) >= _TELLING or bool(places & others)
    if amounts and is_telling and (one.kind == other.kind or "other" in (one.kind, other.kind)):
        return 45.0
    if one.kind != other.kind or a.text.language == b.text.language:
        return 0
    if places & others:
        return 42.0
    is_only = alone[_day_of(a)] == alone[_day_of(b)] == 1
    return 36.0 if is_narrow and is_only and one.kind != "other" else 0


def _places(one: Told[Commitment]) -> frozenset[str]:
    """The cities that a promise names, else its countries, without whoever makes it."""
    named = _places_in(one.row.what, one.text.language)
    makers = {"MA" if maker == "morocco" else maker for maker in one.row.made_by}
    cities = {name for name, is_city in named if is_city}
    return frozenset(cities or {name for name, _ in named} - makers)


@lru_cache(maxsize=10_000)
def _places_in(what: str, language: str) -> frozenset[tuple[str, bool]]:
    found = find_places(fold(what), language)
    return frozenset(
        (one.city.name, True) if one.city else (one.country, False) for one in found if one.country
    )


def _may_be_one(one: Told[Commitment], other: Told[Commitment]) -> bool:
    """Whether neither who promises nor how much of it tells two promises apart."""
    amounts, others = _amounts(one), _amounts(other)
    if amounts and others and amounts.isdisjoint(others):
        return False
    makers = [(a, b) for a in one.row.made_by for b in other.row.made_by]
    return not makers or any(a.startswith(b) or b.startswith(a) for a, b in makers)


def _amounts(one: Told[Commitment]) -> frozenset[float]:
    """The numbers of a promise, without those of its date."""
    row = one.row
    return _numbers_in(row.what, row.due.text if row.due else "", one.text.language)


@lru_cache(maxsize=10_000)
def _numbers_in(what: str, when: str, language: str) -> frozenset[float]:
    words = fold(what.replace(when, " ") if when else what)
    values = (one.value for one in find_numbers(words, language) if not one.is_ordinal)
    return frozenset(value for value in values if value > 1 and value not in _YEARS)


def _are_far(one: Interval | None, other: Interval | None) -> bool:
    """Whether two deadlines lie apart, though both begin on the days of their texts."""
    if one is None or other is None or one.last is None or other.last is None:
        return False
    both = one.precision == other.precision == "range"
    return both and abs((one.last - other.last).days) > _A_MONTH


def _is_one_day(one: Interval | None, other: Interval | None) -> bool:
    """Whether two dates are due at once: deadlines begin on the days of their texts, and "before
    October" is "before 30 September"."""
    if one is None or other is None or one.last is None or other.last is None:
        return False
    if "range" in (one.precision, other.precision):
        return abs((one.last - other.last).days) <= _ROUNDED
    return one.last == other.last and one.first == other.first


def _day_of(one: Told[Commitment]) -> tuple[str, str, object]:
    due = one.row.due
    return one.text.article_id, one.row.kind, due.last if due else None
