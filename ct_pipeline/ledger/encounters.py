"""Who met whom where a meeting is only told in passing: "après s'être entretenu avec X", "at the
end of talks with Y"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.clauses import Clause, main_clause_at
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.participant_lists import run
from ct_pipeline.ledger.participants import list_subjects
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Tense

_REACH = 8  # tokens between a meeting and "with"


def met_in_passing(
    sentence: Sentence, clauses: Sequence[Clause], occasion: Occasion, actors: Actors
) -> Iterator[Actor]:
    """The subject of the clause and those whom he met: all of them were there."""
    verb = occasion.verb
    is_deed = verb is not None and verb.tense in (Tense.INFINITIVE, Tense.GERUND)
    if occasion.kind != "meeting" or occasion.is_promised or not (is_deed or verb is None):
        return
    met = [one for one in _others(sentence, occasion, actors) if one.person]
    main = main_clause_at(clauses, occasion.start)
    if not met or main is None or main.verb.negated:
        return
    yield from (one for one in list_subjects(sentence, main, actors) if one.person)
    yield from met


def _others(sentence: Sentence, occasion: Occasion, actors: Actors) -> Iterator[Actor]:
    verb, tokens = occasion.verb, sentence.tokens
    start = verb.end if verb else occasion.start
    for index in range(start, min(max(occasion.end, start) + _REACH, len(tokens))):
        if end := tokens[index].tags.get("with", 0):
            yield from run(sentence, actors, max(end, index + 1))
            return
    if verb is not None:
        yield from run(sentence, actors, verb.end)
