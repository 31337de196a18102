"""Where a telling puts an occasion."""

from __future__ import annotations

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.mentions import OccasionPhrase
from ct_pipeline.ledger.occasions.telling import Telling
from ct_pipeline.ledger.occasions.times import participle_end
from ct_pipeline.ledger.sentence import Named

PLACES = ("city", "place", "country")


def place_of(phrase: OccasionPhrase, telling: Telling | None) -> Named | None:
    """The city, else the country, where a telling puts an occasion."""
    sentence = phrase.sentence
    named = [one for one in sentence.names if one.kind in PLACES and one.country]
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
    countries = [one for one in fitting if one.kind == "country" and one.located]
    pool = cities or countries or _in_relative(phrase, clause)
    after = [one for one in pool if verb and one.start > verb.start]
    return next(iter(after or pool), None)


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
