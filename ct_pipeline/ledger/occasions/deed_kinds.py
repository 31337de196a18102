"""Which deeds are occasions of their own: a visit, a signing, a founding."""

from __future__ import annotations

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.clause_shapes import has_object
from ct_pipeline.ledger.occasions.kinds import KIND
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.subjects import is_fronted, subject_before
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_DEEDS = frozenset(
    "try_case start inaugurate open_doors sign hand_over arrest bring_about dismantle attack"
    " sentence uphold seize stand_trial visit receive meet confer gather host found".split()
)
_SOLVES = frozenset(("حل", "وحل", "فحل"))
_OBJECT_REACH = 14
_HELD = ("person_noun", "arrested_noun", "suspect", "group")
_ARABIC_REACH = 30
# What people meet for: "se retrouveront à Rabat pour le lancement d'un fonds".
_MET_FOR = ("kind_launch", "kind_signing")


def deed_kind(sentence: Sentence, clause: Clause) -> str | None:
    """What kind of occasion a verb tells of with its object, if any."""
    verb = clause.verb
    told = verb.tense in (Tense.PAST, Tense.FUTURE, Tense.PRESENT)
    if not told or _DEEDS.isdisjoint(verb.tags):
        return None
    if (
        verb.has("inaugurate")
        and _about(sentence, clause, "thing_opened")
        and not _about_occasion(sentence, clause)
    ):
        return "inauguration"
    if verb.has("open_doors") and _is_of(sentence, clause, "thing_opened", "body"):
        return "inauguration"
    ends = verb.has("finish") and not has_object(sentence, verb)
    if verb.has("sign") and not ends and _about(sentence, clause, "paper"):
        return "signing"
    if verb.has("hand_over") and verb.tense is Tense.PAST and _hands_over(sentence, clause):
        return "other"
    if verb.has("arrest") and (
        _about(sentence, clause, *_HELD) or (verb.passive and verb.tense is Tense.PAST)
    ):
        return "arrest"
    brings = verb.has("bring_about") and verb.tense is Tense.PAST and not verb.passive
    is_dated = any(clause.holds(one.start) for one in sentence.dates)
    if brings and is_dated and _about(sentence, clause, "arrested_noun"):
        return "arrest"  # "a permis l'interpellation de", "led to the arrest of"
    if verb.has("dismantle") and _about(sentence, clause, "cell_noun", "suspect", "person_noun"):
        return "arrest"
    if verb.has("arrest") and _about(sentence, clause, "cell_noun"):
        return "arrest"
    if verb.has("attack") and verb.tense is Tense.PAST and _by_assailants(sentence, clause):
        return "attack"
    judges = verb.has("sentence") or (
        verb.has("uphold") and _about(sentence, clause, "verdict_noun")
    )
    if judges and verb.tense is Tense.PAST and _by_court(sentence, clause):
        return "trial"
    if verb.has("seize") and verb.tense is Tense.PAST and _about(sentence, clause, "settlement"):
        return "attack"
    if _tries(sentence, clause):
        return "trial"
    if verb.has("stand_trial") and _in_court(sentence, clause):
        return "trial"
    if verb.has("visit") and _visited(sentence, clause):
        return "visit"
    if verb.has("receive") and verb.tense is Tense.PAST and _received(sentence, clause):
        return "visit"
    if (
        verb.has("meet")
        and verb.tense in (Tense.PAST, Tense.FUTURE)
        and not _about_occasion(sentence, clause, *_MET_FOR)
    ):
        return "meeting"
    if verb.has("confer") and verb.tense is Tense.FUTURE and _with_others(sentence, clause):
        return "meeting"
    if (
        verb.has("gather")
        and not verb.passive
        and _about(
            sentence, clause, "person_noun", "participant_noun", "group", "state_noun", "role"
        )
    ):
        return "meeting"
    if (
        verb.has("host")
        and _about(sentence, clause, "group", "person_noun", "participant_noun")
        and not _about_occasion(sentence, clause)
    ):
        return "meeting" if verb.tense is Tense.FUTURE else None
    if verb.has("found") and _founded_thing(sentence, clause):
        return "launch"
    return None


def _object_range(sentence: Sentence, verb: Verb, clause: Clause) -> range:
    """The tokens of what a verb does something to: after it, or before it in the passive."""
    if verb.passive or is_fronted(sentence, verb):
        span = subject_before(sentence, verb)
        return range(*span) if span else range(0)
    reach = _ARABIC_REACH if sentence.language == "ar" else _OBJECT_REACH
    return range(verb.end, min(clause.end, verb.end + reach))


def _about(sentence: Sentence, clause: Clause, *tags: str) -> bool:
    verb = clause.verb
    return any(
        sentence.tokens[index].tags.keys() & set(tags) and clause.holds(index)
        for index in _object_range(sentence, verb, clause)
    )


def _about_occasion(sentence: Sentence, clause: Clause, *others: str) -> bool:
    """Whether the first noun of the object is an occasion: "a inauguré un séminaire"."""
    for index in _object_range(sentence, clause.verb, clause):
        tags = sentence.tokens[index].tags
        if sentence.verb_covering(index) is not None:
            continue
        if any(tag.startswith(KIND) and tag not in ("kind_inauguration", *others) for tag in tags):
            return True
        if tags.keys() & {"thing_opened", "paper", "person_noun", "body"}:
            return False
    return False


def _is_of(sentence: Sentence, clause: Clause, *tags: str) -> bool:
    """Whether the subject of a clause is told with one of these nouns."""
    if sentence.language == "ar":
        return _about(sentence, clause, *tags)
    span = subject_before(sentence, clause.verb)
    return span is not None and any(
        sentence.tokens[index].tags.keys() & set(tags) for index in range(*span)
    )


def _by_assailants(sentence: Sentence, clause: Clause) -> bool:
    """ "Gunmen attacked a market", "killed by jihadists": no noun says that it was an attack."""
    verb, tokens = clause.verb, sentence.tokens
    if any("kind_attack" in token.tags for token in tokens):
        return False
    if verb.passive or sentence.language == "ar":
        start = next((at + 1 for at in clause.behind(12) if "agent_mark" in tokens[at].tags), None)
        start = verb.end if sentence.language == "ar" else start
        doers = range(start, min(start + 3, clause.end)) if start is not None else range(0)
        return any("assailant" in tokens[at].tags for at in doers)
    return _is_of(sentence, clause, "assailant")


def _in_court(sentence: Sentence, clause: Clause) -> bool:
    near = range(clause.verb.start, min(clause.verb.end + 8, clause.end))
    return any("court_noun" in sentence.tokens[index].tags for index in near)


def _tries(sentence: Sentence, clause: Clause) -> bool:
    """ "La Audiencia Nacional ha empezado a juzgar a seis hombres": a court that hears a case."""
    verb = clause.verb
    begun = verb.has("start") and any(
        one.tense is Tense.INFINITIVE and one.has("try_case")
        for one in sentence.verbs
        if verb.end <= one.start <= verb.end + 2
    )
    if not (begun or verb.has("try_case")) or verb.passive:
        return False
    return _is_of(sentence, clause, "court_noun") and _about(sentence, clause, *_HELD, "role")


def _by_court(sentence: Sentence, clause: Clause) -> bool:
    """ "A Paris court jailed four men", "fue condenado a diez años de prisión"."""
    tags = {"verdict_noun", "court_noun"} if clause.verb.passive else {"court_noun"}
    first = max(clause.start, clause.verb.start - _ARABIC_REACH)
    near = range(first, min(clause.verb.end + _OBJECT_REACH, clause.end))
    return any(sentence.tokens[index].tags.keys() & tags for index in near)


def _hands_over(sentence: Sentence, clause: Clause) -> bool:
    """ "a remis un lot d'équipements": a donation, with no ceremony named."""
    told = range(clause.start, clause.end)
    is_named = any(tag == "kind_other" for at in told for tag in sentence.tokens[at].tags)
    return not is_named and _about(sentence, clause, "donation_noun")


def _with_others(sentence: Sentence, clause: Clause) -> bool:
    """ "will discuss border controls with his counterpart", "ministers will discuss …"."""
    tokens = sentence.tokens
    if _is_of(sentence, clause, "group", "minister_noun"):
        return True
    return any(
        "with" in tokens[index].tags
        and any("role" in token.tags for token in tokens[index : index + 4])
        for index in range(clause.verb.end, clause.end)
    )


def _comes(sentence: Sentence, verb: Verb) -> bool:
    """ "حل وفد ب…", where "حل الصراع" solves something."""
    after = sentence.tokens[verb.end] if verb.end < len(sentence.tokens) else None
    who = {"delegation_noun", "role", "rank", "sir", "group", "adverb", "time"}
    return after is not None and (
        bool(after.tags.keys() & who) or after.form.startswith("ب") or after.surface == "،"
    )


def _visited(sentence: Sentence, clause: Clause) -> bool:
    tokens, verb = sentence.tokens, clause.verb
    if tokens[verb.head].form in _SOLVES and not _comes(sentence, verb):
        return False
    if sentence.language == "ar":
        if verb.has("do") and any("to" in tokens[at].tags for at in clause.behind(10)):
            return True
    elif verb.end + 1 < clause.end and "preposition" in tokens[verb.end].tags:
        named = sentence.named_at(verb.end + 1)
        if tokens[verb.end + 1].is_capital and (named is None or named.kind != "person"):
            return True
    if any("state_self" in tokens[at].tags for at in clause.behind(3)):
        return True  # "qui visite le Royaume"
    return any(
        one.kind in ("city", "country", "place", "un_ct_body", "moroccan_body")
        for one in sentence.names
        if clause.verb.end <= one.start < clause.end
    )


def _received(sentence: Sentence, clause: Clause) -> bool:
    """A delegation or a person right after the verb and its times."""
    for index in clause.behind(8):
        token = sentence.tokens[index]
        named = sentence.named_at(index)
        if any(one.start <= index + 1 and one.end >= index for one in sentence.numbers):
            return False
        if token.tags.keys() & {"delegation_noun", "role", "sir", "rank"} or (
            named and named.kind == "person"
        ):
            return True
    return False


def _founded_thing(sentence: Sentence, clause: Clause) -> bool:
    verb = clause.verb
    if verb.tense is not Tense.PAST:
        return False
    if not any(clause.holds(date.start) for date in sentence.dates):
        return False
    span = _object_range(sentence, verb, clause)
    has_thing = _about(sentence, clause, "thing_opened", "body", "programme_noun", "document")
    named = any(
        one.start in span
        for one in sentence.names
        if one.kind
        in ("un_ct_body", "event_series", "moroccan_body", "intl_process", "intl_ct_body")
    )
    return has_thing or named
