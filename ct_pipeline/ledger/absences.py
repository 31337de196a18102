"""Who stayed away: told by a verb, an empty seat, nobody from a country."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import BODIES, Actor, of_name
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import participants_between
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.verbs.verb import Tense

_NEAR = 6  # tokens
_LONG = 12  # tokens from a seat to what is said of it
_FROM = frozenset(("عن", "من"))
_WITHOUT = frozenset(("sans", "without", "sin", "دون", "بدون"))
_CAME = ("attend", "visit", "represent", "send")


def is_absence(sentence: Sentence, clause: Clause, occasion: Occasion) -> bool:
    """Whether the subject of a clause stayed away."""
    verb, tokens = clause.verb, sentence.tokens
    if verb.negated and _is_reply(sentence, clause) and not _was_invited(sentence, occasion):
        return False
    if verb.negated and verb.has("attend", "represent"):
        return True
    if verb.has("back_out") and any(one.tense is Tense.WAS_GOING for one in sentence.verbs):
        return False  # "Le Canada, qui devait parrainer l'opération, s'est retiré"
    if verb.has("back_out") and verb.tense is Tense.PAST and not verb.negated:
        after = tokens[verb.end] if verb.end < len(tokens) else None
        return after is None or not after.tags.keys() & {"article", "from", "of", "to"}
    gives_up = verb.has("refuse", "drop") and not verb.negated and verb.tense is Tense.PAST
    if gives_up and any(
        one.tense is Tense.INFINITIVE and one.has("attend", "send")
        for one in sentence.verbs
        if verb.end <= one.start <= verb.end + 1
    ):
        return True  # "a renoncé à dépêcher sa frégate"
    if verb.has("absent") or (verb.has("decline") and not verb.negated):
        deed = next((one for one in sentence.verbs if verb.end <= one.start <= verb.end + 1), None)
        return deed is None or deed.tense is not Tense.INFINITIVE or deed.has("attend")
    span = [at for at in range(verb.start, min(verb.end + 8, clause.end)) if clause.holds(at)]
    if any("absent_word" in tokens[index].tags for index in span) and not verb.negated:
        return True
    if verb.negated and any(
        "absent_when_denied" in tokens[index].tags for index in span if index < verb.end + 6
    ):
        return True
    return sentence.language == "en" and _is_cut_short(sentence, clause)


def _is_reply(sentence: Sentence, clause: Clause) -> bool:
    """ "n'a pas donné suite", "no respondió"."""
    span = sentence.tokens[clause.verb.start : min(clause.verb.end + 2, clause.end)]
    return any("reply_word" in token.tags for token in span)


def _was_invited(sentence: Sentence, occasion: Occasion) -> bool:
    """Whether who gave no answer was asked to come, to what has begun."""
    asked = bool(sentence.tagged("invited_word"))
    return asked and occasion.status in ("held", "under_way")


def _is_cut_short(sentence: Sentence, clause: Clause) -> bool:
    """ "Libya, though invited, did not."."""
    end = clause.end
    last = [token.form for token in sentence.tokens[max(end - 4, 0) : end] if token.is_word]
    return last[-2:] == ["did", "not"] or last[-1:] == ["didn"]


def empty_seats(sentence: Sentence) -> Iterator[tuple[Actor, str]]:
    """ "La chaise du Mali est restée vide", "Libya's seat stayed empty": whose seat it was."""
    for seat in sentence.tagged("seat_noun"):
        empty = next((at for at in sentence.tagged("empty_word") if seat < at < seat + _LONG), None)
        if empty is None or sentence.quotation_at(seat) is not None:
            continue
        first = max(seat - _NEAR, 0) if sentence.language == "en" else seat + 1
        owners = [one for one in sentence.names_between(first, empty) if one.kind in BODIES]
        yield from ((of_name(sentence, one), "absent") for one in owners)


def excused(sentence: Sentence, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "la Sierra Leone, excusée, …": who a word between commas says was not there."""
    tokens = sentence.tokens
    if any(one.has("represent") for one in sentence.verbs):
        return  # "excusé, s'était fait représenter par …"
    for at in sentence.tagged("absent_word"):
        end = _past_occasion(sentence, tokens[at].tags["absent_word"])
        if not 1 < at <= end < len(tokens) or sentence.quotation_at(at) is not None:
            continue
        if tokens[at - 1].surface in COMMAS and tokens[end].surface in (*COMMAS, "."):
            before = participants_between(sentence, actors, max(at - _LONG, 0), at - 1)
            yield from ((one, "absent") for one in before if one.end == at - 1)


def _past_occasion(sentence: Sentence, end: int) -> int:
    """The end of what someone was absent from: "absents du débat", "absent from the talks"."""
    near = sentence.tokens[end : end + 3]
    if near and near[0].tags.keys() & {"of", "from"}:
        for at, token in enumerate(near, end):
            if token.names_occasion or token.tags.keys() & {"loose_occasion", "debate_noun"}:
                return at + 1
    return end


def held_without(sentence: Sentence, clause: Clause) -> Iterator[tuple[Actor, str]]:
    """ "s'est tenue sans le Ghana", "took place without Ghana": whom it was held without."""
    verb, tokens = clause.verb, sentence.tokens
    if verb.negated or not verb.has("hold", "start", "finish", "meet"):
        return
    for at in clause.behind(_NEAR):
        if tokens[at].form in _WITHOUT:
            led = range(at + 1, min(at + 3, len(tokens)))
            named = next((one for one in map(sentence.named_at, led) if one), None)
            if named and named.kind in BODIES:
                yield of_name(sentence, named), "absent"
            return


def nobody_came(sentence: Sentence, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "No one from Sudan could travel", "aucun représentant du Mali n'était là"."""
    tokens = sentence.tokens
    for index in sentence.tagged("nobody"):
        if sentence.quotation_at(index) is not None:
            continue
        came = any(one.is_finite and one.has(*_CAME) for one in sentence.verbs if one.end > index)
        came |= any("absent_when_denied" in one.tags for one in tokens[index:])
        if not came:
            continue
        for one in participants_between(
            sentence, actors, index + 1, min(index + _NEAR, len(tokens))
        ):
            gap = tokens[index + 1 : one.opening]
            led = any(token.tags.keys() & {"from", "of"} or token.form in _FROM for token in gap)
            barred = any(token.surface in COMMAS for token in gap)
            if led and not barred and one.person is None:
                yield one, "absent"
                break
