"""Where a telling puts an occasion."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.occasions.tellings import Telling
from ct_pipeline.ledger.occasions.times import participle_end
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.subjects import subject_before

PLACES = ("city", "place")
NAMED = (*PLACES, "country")
_HELD_THERE = ("meeting", "conference", "course", "signing", "exercise", "inauguration", "other")


def place_of(phrase: OccasionPhrase, telling: Telling | None) -> Named | None:
    """The city, else the country, where a telling puts an occasion."""
    sentence = phrase.sentence
    named = [one for one in sentence.names if one.kind in NAMED and one.country]
    clause = telling.clause if telling else None
    verb = telling.verb if telling else None

    def near(one: Named) -> bool:
        if phrase.start <= one.start < phrase.end and phrase.series and one.kind != "city":
            return False
        if telling and telling.role == "participle" and verb:
            return verb.start <= one.start < participle_end(sentence, verb)
        return clause is None or clause.holds(one.start)

    fitting = [one for one in named if near(one)]
    cities = [one for one in fitting if one.kind == "city" and one.located] or [
        one for one in fitting if one.kind == "city" and not phrase.start <= one.start < phrase.end
    ]
    countries = [one for one in fitting if one.kind == "country" and is_located(sentence, one)]
    hosts = _hosting(sentence, telling) if telling else []
    pool = cities or countries or hosts or _in_relative(phrase, clause) or _cleft(sentence, phrase)
    after = [one for one in pool if verb and one not in hosts and one.start > verb.start]
    return next(iter(after or pool), None)


def place_of_dispatch(one: Occasion, sentences: Sequence[Sentence]) -> Named | None:
    """The city of the dateline, for what its sentence puts nowhere else."""
    city = sentences[0].dateline
    if city is None or one.kind not in _HELD_THERE or one.status not in ("held", "under_way"):
        return None
    told = sentences[min(one.sentences)]
    elsewhere = any(named.kind in PLACES for named in told.names)
    return None if elsewhere or told.number > 1 else city


def is_located(sentence: Sentence, named: Named) -> bool:
    """Whether something is said to be in a country: "in northern Benin", "بشمال مالي"."""
    before = sentence.tokens[max(named.start - 3, 0) : named.start]
    return named.located or any("direction" in token.tags for token in before)


def _hosting(sentence: Sentence, telling: Telling) -> list[Named]:
    """ "Portugal albergará la conferencia": the country that has an occasion with it."""
    span = subject_before(sentence, telling.verb)
    if span is None or not telling.verb.has("host") or telling.verb.passive:
        return []
    return [one for one in sentence.names_between(*span) if one.kind == "country"][:1]


def _cleft(sentence: Sentence, phrase: OccasionPhrase) -> list[Named]:
    """ "C'est à Tanger que s'est ouvert …": the city that a sentence puts first."""
    first = [token.form for token in sentence.tokens[sentence.opening : sentence.opening + 3]]
    if first[:3] != ["c", "'", "est"] and first[:2] != ["it", "was"] and first[:1] != ["fue"]:
        return []
    before = sentence.names_between(sentence.opening, phrase.start)
    return [one for one in before if one.kind == "city"][:1]


def _in_relative(phrase: OccasionPhrase, clause: Clause | None) -> list[Named]:
    """The city in the relative clause of an occasion: "which was to take place in Tangier"."""
    if clause is None:
        return []
    holes = [hole for hole in clause.holes if phrase.end <= hole[0] <= phrase.end + 3]
    return [
        one
        for one in phrase.sentence.names
        if one.kind == "city" and any(a <= one.start < b for a, b in holes)
    ]
