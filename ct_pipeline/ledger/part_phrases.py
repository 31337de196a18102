"""Parts told beside a clause: by a participle, a phrase, on behalf of somebody."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import actors_between, participants_between
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.origins import origins
from ct_pipeline.ledger.part_kinds import organises
from ct_pipeline.ledger.participant_lists import list_end, run
from ct_pipeline.ledger.participants import (
    OWN,
    agents,
    list_subjects,
)
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.verbs.verb import Tense, Verb

# The phrase before a list of people or bodies, and the part that it gives them.
_PHRASES = (
    ("chaired_by", "chair"),
    ("in_presence", "attended"),
    ("together_with", "organiser"),
    ("on_behalf", "organiser"),
    ("by_initiative", "organiser"),
    ("funded_by", "funder"),
    ("missing", "absent"),
    ("in_place_of", "represented_by"),
    ("spoken_by", "speaker"),
    ("received_by", "host"),
)
# What is opened, closed or led by whoever is "in charge" of it.
_CHARGES = (
    ("kind_inauguration", "host"),
    ("opening_noun", "chair"),
    ("chairing_noun", "chair"),
    ("speech_noun", "speaker"),
)
_PHRASE_TAGS = frozenset(tag for tag, _ in _PHRASES)
# What a participle before an agent makes of the agent: of a body, of a person.
_AGENTS = (
    ("chair", "chair", "chair"),
    ("teach", "organiser", "speaker"),
    ("organise", "organiser", "chair"),
    ("host", "host", "host"),
    ("hold", "organiser", "chair"),
    ("inaugurate", "host", "host"),
    ("fund", "funder", "funder"),
    ("head", "organiser", "chair"),
    ("sign", "attended", "attended"),
)


def of_participle(sentence: Sentence, verb: Verb, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "réunis par le Maroc et l'ONUCT", "conduite par la députée", "finally prevented.

    X and Y".
    """
    if verb.has("spoil"):
        yield from (
            (one, "absent") for one in run(sentence, actors, verb.end) if one.kind == "country"
        )
        return
    after = sentence.tokens[verb.end].tags if verb.end < len(sentence.tokens) else {}
    if verb.has("organise") and (end := after.get("with", 0)):
        together = run(sentence, actors, end)
        yield from ((one, "organiser") for one in together if one.person is None)
    if verb.has("represent") and not verb.has("organise"):
        envoys = [one for one in agents(sentence, verb, actors) if one.person]
        if envoys and (sender := _named_before_comma(sentence, verb, actors)):
            yield sender, "represented_by"
        yield from ((one, "attended") for one in envoys)
        return
    found = next(((body, person) for tag, body, person in _AGENTS if verb.has(tag)), None)
    if found is None:
        return
    if verb.has("head", "chair") and _is_of_people(sentence, verb):
        found = ("attended", "attended")
    if verb.has("start") and verb.has("inaugurate") and not verb.has("hold"):
        found = ("organiser", "host")  # "un stage ouvert à Kénitra par le Centre"
    for one in agents(sentence, verb, actors):
        yield one, found[1] if one.person is not None else found[0]


def _named_before_comma(sentence: Sentence, verb: Verb, actors: Actors) -> Actor | None:
    """The body or country before ", représentée par"."""
    comma = verb.start - 1
    if comma < 1 or sentence.tokens[comma].surface not in COMMAS:
        return None
    before = list(participants_between(sentence, actors, max(comma - 6, 0), comma))
    return next((one for one in before if one.end == comma and one.person is None), None)


def _is_of_people(sentence: Sentence, verb: Verb) -> bool:
    """Whether a participle tells of people, no occasion: "une délégation conduite par X"."""
    for token in reversed(sentence.tokens[: verb.start]):
        if token.names_occasion:
            return False
        if token.tags.keys() & {"delegation_noun", "body", "group", "person_noun"}:
            return True
    return False


def represented(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[tuple[Actor, str]]:
    verb = clause.verb
    if verb.passive:
        subjects = list(list_subjects(sentence, clause, actors))
        if verb.negated:
            yield from ((one, "absent") for one in subjects)
            return
        yield from ((one, "represented_by") for one in subjects if one.kind in OWN)
        yield from ((one, "attended") for one in agents(sentence, verb, actors) if one.person)
        return
    if verb.negated:
        yield from ((one, "absent") for one in list_subjects(sentence, clause, actors))
        return
    if sentence.language == "ar":
        after = list(actors_between(sentence, actors, verb.end, clause.end))
        persons = [one for one in after if one.person]
        others = [one for one in after if not one.person]
        if persons and others:
            yield others[0], "represented_by"
        if persons:
            yield persons[0], "attended"
        return
    doers = [one for one in list_subjects(sentence, clause, actors) if one.person]
    if doers:
        yield from ((one, "attended") for one in doers)
        yield from (
            (one, "represented_by")
            for one in actors_between(sentence, actors, verb.end, clause.end)
            if one.kind in OWN and one not in doers
        )


def causes_to_represent(sentence: Sentence, verb: Verb) -> Verb | None:
    """ "s'était fait représenter par": the infinitive after "to have oneself"."""
    after = sentence.verb_starting(verb.end)
    return after if after and after.has("represent") and after.tense is Tense.INFINITIVE else None


def by_phrase(
    sentence: Sentence, occasion: Occasion, actors: Actors
) -> Iterator[tuple[Actor, str]]:
    """ "sous la présidence de X", "en présence de Y": who stands after a phrase."""
    for index in sentence.tagged(*_PHRASE_TAGS):
        token = sentence.tokens[index]
        if sentence.quotation_at(index) is not None:
            continue
        for tag, part in _PHRASES:
            end = token.tags.get(tag, 0)
            if not end or (
                tag in ("together_with", "on_behalf") and not organises(sentence, occasion)
            ):
                continue
            named = list(run(sentence, actors, end))
            if part == "chair" and "delegation_noun" in sentence.tokens[max(index - 1, 0)].tags:
                part = "attended"  # "بوفد ترأسه فلان"
            if part == "attended":
                known = {one.id for one in named if one.id}
                came = origins(sentence, end, list_end(sentence, end))
                named += [one for one in came if one.id not in known]
            if part == "absent" and not (named and named[0].opening <= end + 1):
                continue  # "en l'absence de preuves"
            for one in named:
                if part == "organiser" and one.person is not None:
                    continue
                if part == "attended" and one.kind == "body" and _sends(sentence, one):
                    continue
                yield one, part
    yield from _with_speech(sentence, actors)


def listed_as_present(
    sentence: Sentence, clause: Clause, actors: Actors
) -> Iterator[tuple[Actor, str]]:
    """ "Étaient présents X et Y", "Among the guests were X and Y": who follows the verb."""
    verb, tokens = clause.verb, sentence.tokens
    if not verb.has("figure") or verb.negated or verb.passive:
        return
    before = range(clause.start, verb.start)
    opens = all(
        not tokens[at].is_word
        or tokens[at].tags.keys() & {"preposition", "adverb", "article", "presence", "of", "and"}
        or (at == clause.who and "of" in tokens[at - 1].tags)
        or any(date.start <= at < date.end for date in sentence.dates)
        for at in before
    )
    told = next(
        (at for at in (*before, *range(verb.end, verb.end + 3)) if "presence" in tokens[at].tags)
        if verb.end + 3 < len(tokens)
        else iter(()),
        None,
    )
    if opens and told is not None:
        yield from ((one, "attended") for one in run(sentence, actors, max(verb.end, told + 1)))


def in_charge(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "La inauguración corrió a cargo de X", "l'ouverture est revenue à X": who did what."""
    verb, tokens = clause.verb, sentence.tokens
    if verb.negated or verb.end >= len(tokens):
        return
    end = tokens[verb.end].tags.get("in_charge", 0) or tokens[verb.head].tags.get("in_charge", 0)
    if not end:
        return
    told = {tag for token in tokens[clause.start : verb.start] for tag in token.tags}
    part = next((part for tag, part in _CHARGES if tag in told), None)
    if part:
        yield from ((one, part) for one in run(sentence, actors, end))


def sent(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "sent his permanent secretary, X": who came for whom."""
    persons = [one for one in run(sentence, actors, clause.verb.end) if one.person]
    if persons:
        here = {one.person.name for one in actors.cast.named_in(sentence)}
        yield from (
            (one, "represented_by")
            for one in list_subjects(sentence, clause, actors)
            if one.kind in OWN and (one.person is None or one.person.name in here)
        )
        yield from ((one, "attended") for one in persons[:1])


def _sends(sentence: Sentence, body: Actor) -> bool:
    """Whether a body only tells whose people were there: "représentants du ministère"."""
    at = body.start - 1
    while at > 0 and sentence.tokens[at].tags.keys() & {"of", "article", "preposition"}:
        at -= 1
    if at >= 0 and "envoy_noun" in sentence.tokens[at].tags:
        return False  # "un représentant de l'OSCE": it was there by him
    return at >= 0 and bool(
        sentence.tokens[at].tags.keys() & {"group", "person_noun", "role", "participant_noun"}
    )


def _with_speech(sentence: Sentence, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "Dans une allocution, M. X …": whoever the sentence begins with after its speech; "marquée
    par les allocutions de X": whose they were."""
    for index in sentence.tagged("speech_noun"):
        led = sentence.tokens[max(index - 2, 0) : index]
        end = max(sentence.tokens[index].tags["speech_noun"], index + 1)
        of = sentence.tokens[end].tags if end < len(sentence.tokens) else {}
        if any(one.tags.keys() & {"agent_mark", "with"} for one in led) and "of" in of:
            spoke = run(sentence, actors, end + 1)
            yield from ((one, "speaker") for one in spoke if one.person)
    for index, token in enumerate(sentence.tokens[:4]):
        if "speech_noun" in token.tags and sentence.verbs:
            main = next((one for one in sentence.verbs if one.is_finite), None)
            speaker = actors.subject_of(sentence, main) if main else None
            if speaker and speaker.person and index < 4:
                yield speaker, "speaker"
            return


def listed_among(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[Actor]:
    """ "une quarantaine de chercheurs, dont X et Y": those who are named of many."""
    for index in sentence.tagged("including"):
        if max(clause.start, sentence.opening) <= index < clause.end:
            end = sentence.tokens[index].tags["including"]
            yield from (one for one in run(sentence, actors, end) if one.person)
            return
