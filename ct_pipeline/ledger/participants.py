"""Who a clause tells of: its subjects, whoever is listed or named beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import participants_between
from ct_pipeline.ledger.clauses import Clause, follows_its_verb
from ct_pipeline.ledger.participant_lists import run
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.subjects import is_fronted, subject_before
from ct_pipeline.ledger.verbs.verb import Tense, Verb

# What opens a relative clause and is never its subject.
_WHERE = frozenset("où auquel auxquels auxquelles duquel desquels desquelles where donde".split())
OWN = ("person", "body", "country")


def beside(
    sentence: Sentence, clause: Clause, actors: Actors, *, of_bodies: bool = False
) -> Iterator[Actor]:
    """ "a présidé la séance avec X": the second who chaired; or the bodies that did so, too."""
    for index in range(clause.verb.end, clause.end):
        tags = sentence.tokens[index].tags
        end = tags.get("with", 0)
        if end and end == max(tags.values()):
            listed = run(sentence, actors, end)
            yield from (one for one in listed if (one.person is None) is of_bodies)
            return


def list_subjects(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[Actor]:
    """Everybody whom the subject of a clause names."""
    verb = clause.verb
    if clause.who is not None and is_led_relative(sentence, clause.who):
        own = list(participants_between(sentence, actors, clause.who + 1, verb.start))
        named = None if own else actors.identify(sentence, clause.who + 1, verb.start)
        yield from own or ((named,) if named else run(sentence, actors, verb.end))
        return
    if clause.who is not None and (one := _named_before(sentence, clause.who, actors)):
        yield one
        return
    if clause.who is not None and follows_its_verb(sentence, clause):
        yield from run(sentence, actors, verb.end)
        return
    if sentence.language == "ar":
        if verb.start and sentence.tokens[verb.start - 1].form == "قد":
            before = subject_before(sentence, replace(verb, start=verb.start - 1))
            if before:
                yield from participants_between(sentence, actors, *before)
                return
        found = [
            one
            for one in participants_between(
                sentence, actors, verb.end, _arabic_end(sentence, clause, actors)
            )
            if not (
                ((place := sentence.named_at(one.start)) and place.located)
                or sentence.tokens[one.start].prefix == "ب"
            )
            or "from" in sentence.tokens[one.start - 1].tags
        ]
        found = [
            one
            for one in found
            if not sentence.tokens[one.start].form.startswith("لل")
            and not _is_where(sentence, one)
            and (verb.has("attend") or "from" not in sentence.tokens[one.start - 1].tags)
        ]
        named = actors.subject_of(sentence, verb)
        named = None if named and _is_where(sentence, named) else named
        if (named and not found) or (
            named
            and named.kind in OWN
            and not any(one.opening < named.end and named.opening < one.end for one in found)
        ):
            found = [named]
        if len(found) == 1 and found[0].person and verb.has("attend"):
            found = list(run(sentence, actors, found[0].opening))
        yield from _first_group(sentence, found)
        return
    if is_fronted(sentence, verb):
        yield from run(sentence, actors, verb.end)
        return
    span = subject_before(sentence, verb)
    if (
        clause.who is not None
        and clause.who < verb.start
        and any(sentence.tokens[at].is_word for at in range(clause.who + 1, verb.start))
    ):
        span = (clause.who + 1, verb.start)
    if span is None and sentence.language == "es" and verb.start <= 1:
        yield from run(sentence, actors, verb.end)
        return
    if span is None:
        actor = actors.subject_of(sentence, verb)
        if actor:
            yield from (actor.parts if actor.kind == "joint" else (actor,))
        return
    listed = [one for one in participants_between(sentence, actors, *span) if one.kind in OWN]
    heads = [one for one in listed if not _is_inner(sentence, one, span[0])]
    if heads:
        yield from _listed_before(sentence, actors, span[0])
        yield from heads
        return
    actor = actors.identify(sentence, *span)
    if actor:
        yield from (actor.parts if actor.kind == "joint" else (actor,))


def _is_where(sentence: Sentence, one: Actor) -> bool:
    """ "بتونس العاصمة": a name that is written together with "in"."""
    led = sentence.tokens[one.start].surface.startswith("ب")
    return led and one.kind == "country" and not (one.name or "ب").startswith("ب")


def is_led_relative(sentence: Sentence, who: int) -> bool:
    """ "a la que no acudió X", "auquel X a participé", "where X spoke": what is no subject."""
    tokens = sentence.tokens
    if tokens[who].form in _WHERE:
        return True
    before = who - 1
    if before > 0 and "article" in tokens[before].tags and sentence.language == "es":
        before -= 1
    is_preposition = before >= 0 and "preposition" in tokens[before].tags
    return is_preposition and sentence.language != "ar"


def subject_is_led(sentence: Sentence, clause: Clause) -> bool:
    """Whether no noun phrase without a preposition stands before a verb."""
    span = subject_before(sentence, clause.verb)
    if span is None:
        return True
    first = next((one for one in sentence.tokens[slice(*span)] if one.is_word), None)
    return first is None or "preposition" in first.tags or first.form == "y"


def named_before(sentence: Sentence, verb: Verb, actors: Actors) -> Iterator[Actor]:
    """The person right before a verb: "with the minister, X, presiding"."""
    for one in actors.cast.named_in(sentence):
        if max(one.mention.end, one.mention.outer_end) in (verb.start, verb.start - 1):
            yield actors.as_actor(one)


def _named_before(sentence: Sentence, who: int, actors: Actors) -> Actor | None:
    """The person right before a relative pronoun: "X, qui a présidé", "X، الذي ترأس"."""
    for one in actors.cast.named_in(sentence):
        if max(one.mention.end, one.mention.outer_end) in (who, who - 1) or one.mention.end in (
            who,
            who - 1,
        ):
            return actors.as_actor(one)
    return None


def _listed_before(sentence: Sentence, actors: Actors, start: int) -> Iterator[Actor]:
    """Those named before the last comma: "Le Ghana, le Bénin et le Togo"."""
    found: list[Actor] = []
    while start > 1 and sentence.tokens[start - 1].surface in COMMAS:
        before = list(participants_between(sentence, actors, max(start - 8, 0), start - 1))
        if not before or before[-1].end != start - 1:
            break
        opening = before[-1].start
        while opening > 0 and (
            sentence.tokens[opening - 1].tags.keys() & {"article"}
            or sentence.tokens[opening - 1].surface in "'’"
        ):
            opening -= 1
        if opening > 0 and sentence.tokens[opening - 1].tags.keys() & {"of", "preposition"}:
            break
        found.insert(0, before[-1])
        start = opening
    yield from found


def _is_inner(sentence: Sentence, one: Actor, start: int) -> bool:
    """Whether a name stands within the phrase of another: "les ministres du Togo"."""
    before = one.opening - 1
    tokens = sentence.tokens
    while before >= start and (
        tokens[before].surface in "'’"
        or ("article" in tokens[before].tags and "of" not in tokens[before].tags)
    ):
        before -= 1
    return before >= start and bool(tokens[before].tags.keys() & {"of", "preposition"})


def _arabic_end(sentence: Sentence, clause: Clause, actors: Actors) -> int:
    """Where the subjects after an Arabic verb end: at a preposition, a mark, another verb."""
    tokens = sentence.tokens
    named = [
        (one.mention.outer_start, one.mention.outer_end) for one in actors.cast.named_in(sentence)
    ]
    for index in range(clause.verb.end, clause.end):
        token = tokens[index]
        if any(start <= index < end for start, end in named):
            continue  # "سفير إيطاليا لدى تونس": within a role
        if token.surface in "؛:" or any(
            one.start == index and one.is_finite for one in sentence.verbs
        ):
            return index
        if token.tags.keys() & {"that", "who"}:
            return index
        if "preposition" in token.tags and token.form not in ("من",) and index > clause.verb.end:
            return index
        if token.prefix == "ب" and index > clause.verb.end:
            return index
    return clause.end


def _first_group(sentence: Sentence, found: Sequence[Actor]) -> Iterator[Actor]:
    """The actors that follow one another, joined by "and" or a comma."""
    last: Actor | None = None
    for one in found:
        if last is not None:
            gap = [token for token in sentence.tokens[last.end : one.opening] if token.is_word]
            if gap and not all(
                token.tags.keys() & {"role", "rank", "sir", "article"} for token in gap
            ):
                return
        yield one
        last = one


def agents(sentence: Sentence, verb: Verb, actors: Actors) -> list[Actor]:
    """Those after "par", "by", "من طرف" of a passive."""
    tokens = sentence.tokens
    for index in range(verb.end, min(verb.end + 16, len(tokens))):
        if index > verb.end + 1 and _begins_another(sentence, verb, index):
            break
        if "agent_mark" in tokens[index].tags:
            end = tokens[index].tags["agent_mark"]
            found = list(run(sentence, actors, end))
            return found + _gapped(sentence, actors, found[-1].end if found else end)
        if (
            any(one.is_finite and one.start == index for one in sentence.verbs)
            or tokens[index].surface in ";:"
        ):
            break
    return []


def _begins_another(sentence: Sentence, verb: Verb, index: int) -> bool:
    """ "Organisée avec l'ONUDC et financée par …": a participle with an agent of its own."""
    other = sentence.verb_starting(index)
    joined = "and" in sentence.tokens[index - 1].tags and index - verb.end > 1
    return joined and other is not None and other.tense is Tense.PARTICIPLE


def _gapped(sentence: Sentence, actors: Actors, start: int) -> list[Actor]:
    """ "conduite par X, et la partie sénégalaise par Y": the agents of a verb that is left out."""
    for index in range(start, min(start + 8, len(sentence.tokens))):
        if sentence.verb_starting(index) or sentence.tokens[index].surface in ";:":
            return []
        if end := sentence.tokens[index].tags.get("agent_mark", 0):
            return list(run(sentence, actors, end))
    return []


def likewise(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[Actor]:
    """ "tout comme le Nigeria": those who did as the subject did."""
    for index in sentence.tagged("likewise"):
        end = sentence.tokens[index].tags["likewise"]
        if clause.verb.end <= index < clause.end:
            yield from participants_between(sentence, actors, end, min(end + 6, clause.end))


def objects(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[Actor]:
    """The persons whom someone received or met."""
    for one in run(sentence, actors, clause.verb.end):
        if one.person and clause.holds(one.start):
            yield one
