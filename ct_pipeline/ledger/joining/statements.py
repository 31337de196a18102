"""Statements and figures of several texts that are one, in one language or several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from ct_pipeline.language.folding import fold_key
from ct_pipeline.ledger.joining.components import join_rows
from ct_pipeline.ledger.joining.told import Told, are_told_together
from ct_pipeline.ledger.values import Figure, Quote

SAME_WORDS = 82.0

Ids = Mapping[str, str]
Ties = Mapping[str, frozenset[str]]  # by article: its story and events


def join_quotes(quotes: list[Told[Quote]], speakers: Ids, ties: Ties) -> list[list[Told[Quote]]]:
    """The quotes in groups, one for each statement; `speakers`: whose each row is, where known."""
    places = _place_among(quotes, speakers)
    unlisted = _only_unlisted(quotes)

    def keys(one: Told[Quote]) -> Iterator[object]:
        speaker = speakers.get(one.row_id)
        if speaker:
            yield from ((speaker, tie) for tie in ties[one.text.article_id])
            yield speaker, one.text.language
        if one.row_id in unlisted:
            yield from (("unlisted", tie) for tie in ties[one.text.article_id])
        yield one.text.language, fold_key(one.row.quote)[:30]

    def similarity(a: Told[Quote], b: Told[Quote]) -> float:
        is_one = speakers.get(a.row_id) == speakers.get(b.row_id)
        if not is_one and not {a.row_id, b.row_id} <= unlisted:
            return 0
        if a.text.language == b.text.language:
            ratio = fuzz.token_sort_ratio(fold_key(a.row.quote), fold_key(b.row.quote))
            if not is_one:
                return 0
            return ratio if ratio >= SAME_WORDS else 0
        if not speakers.get(a.row_id) or not are_told_together(a, b, ties):
            return 0
        lengths = sorted((len(a.row.quote), len(b.row.quote)))
        is_like = a.row.mode == b.row.mode and lengths[1] <= 2 * lengths[0]
        return 40.0 if is_like and places[a.row_id] == places[b.row_id] else 0

    return join_rows(quotes, keys, similarity)


def _only_unlisted(quotes: list[Told[Quote]]) -> frozenset[str]:
    """Rows of speakers whom no lexicon knows, in texts that quote one such person alone.

    Two scripts spell a name in two ways: who is the only one in each of two texts is one person.
    """
    named: dict[str, set[str]] = {}
    for one in quotes:
        if one.row.speaker and not one.row.speaker_id:
            named.setdefault(one.text.article_id, set()).add(one.row.speaker)
    return frozenset(
        one.row_id
        for one in quotes
        if one.row.speaker and not one.row.speaker_id and len(named[one.text.article_id]) == 1
    )


def _place_among(quotes: list[Told[Quote]], speakers: Ids) -> dict[str, tuple[int, int]]:
    """The how-manieth of how many statements of its speaker each is in its text."""
    of_speaker: dict[tuple[str, str | None, str], list[str]] = {}
    for one in quotes:
        key = (one.text.article_id, speakers.get(one.row_id), one.row.mode)
        of_speaker.setdefault(key, []).append(one.row_id)
    return {
        row_id: (index, len(ids)) for ids in of_speaker.values() for index, row_id in enumerate(ids)
    }


def join_figures(figures: list[Told[Figure]], ties: Ties) -> list[list[Told[Figure]]]:
    """The figures in groups: one value of one thing that several texts of an occasion give."""
    met = Counter((one.text.article_id, one.row.value) for one in figures)

    def keys(one: Told[Figure]) -> Iterator[object]:
        yield from ((tie, one.row.value) for tie in ties[one.text.article_id])

    def similarity(a: Told[Figure], b: Told[Figure]) -> float:
        one, other = a.row, b.row
        if (one.value_to, one.qualifier) != (other.value_to, other.qualifier):
            return 0
        if one.measure or other.measure:
            return 3 if one.measure == other.measure else 0
        if a.text.language == b.text.language:
            return 2 if one.unit and fold_key(one.unit) == fold_key(other.unit or "") else 0
        # Of nouns in two languages nothing is known but that each text has one such number.
        return float(all(met[each.text.article_id, one.value] == 1 for each in (a, b)))

    return join_rows(figures, keys, similarity)
