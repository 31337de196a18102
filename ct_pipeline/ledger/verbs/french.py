"""French verbs in their sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs.french_auxiliaries import (
    auxiliary,
    auxiliary_alone,
    clitics,
    is_negated,
    with_auxiliary,
)
from ct_pipeline.ledger.verbs.verb import Tense, Verb, classes, form_at, has_tag, moods_of

_FUTURE = re.compile(
    r"\w{2,}(?:era|ira|dra|rra|vra|ttra|îtra|aura|ompra)(?:ont)?$|\w{2,}(?:eront|iront|dront|rront|vront|ttront|auront)$"
)
_CONDITIONAL = re.compile(r"\w{2,}(?:er|ir|dr|rr|vr|ttr|aur)ai(?:t|ent)$")
_NOT_FUTURE = frozenset(
    "caméra opéra opera camera tiara sahara para infra supra libéra tira admira inspira"
    " aspira retira attira respira"
    " era cholera choléra chimera riviera sierra ibera ribera ibra shura".split()
)
_INFINITIVE = re.compile(r"\w{2,}(?:er|ir|oir)$")
_BEFORE_INFINITIVE = frozenset("à de d' ' pour sans a se s' y en les l'".split())
_PAST = re.compile(r"\w{3,}(?<!r)(?:aient|èrent)$")
_ABSENT = frozenset(("absent_word", "absent_when_denied"))
_HAVE = frozenset(("a", "ont", "avait", "avaient"))
_PARTICIPLE = re.compile(r"\w{3,}(?:é|i|u)$")
_NO_VERBS = frozenset(
    "mer hiver janvier février fer atelier ateliers chantier dossier quartier premier"
    " dernier papier courrier calendrier"
    " officier policier conseiller ouvrier métier cahier clavier escalier foyer hier"
    " amer cher entier fier héritier loyer"
    " pilier plancher rocher sentier soulier tablier avenir désir loisir plaisir"
    " souvenir tir cuir noir soir espoir miroir"
    " pouvoir devoir savoir couloir manoir trottoir réservoir courtier routier financier"
    " particulier régulier singulier"
    " bouclier banquier douanier guerrier prisonnier passager étranger boulanger danger"
    " berger leader reporter poster"
    " hammer webinaire master partenaire désormais meilleur tiers".split()
)
_BEFORE_NOUN = ("article", "preposition", "their")


def find_verbs(tokens: Sequence[Token]) -> Iterator[Verb]:
    """The verbs of a sentence in order, each with its auxiliaries."""
    index, last = 0, None
    while index < len(tokens):
        verb = _verb_at(tokens, index)
        if verb:
            verb = _coordinated(tokens, verb, last)
            last = verb if verb.is_finite else last
            yield verb
            index = max(verb.end, index + 1)
        else:
            index += 1


def _coordinated(tokens: Sequence[Token], verb: Verb, last: Verb | None) -> Verb:
    """ "a invité … et jugé …": a participle that shares the auxiliary of the verb before it."""
    shares = (
        verb.tense is Tense.PARTICIPLE
        and last is not None
        and last.tense is Tense.PAST
        and not last.passive
        and not last.reflexive
        and last.head > last.start
        and form_at(tokens, verb.start - 1) in ("et", "puis", "ou")
        and not tokens[verb.head].form.endswith(("e", "s"))
    )
    return replace(verb, tense=Tense.PAST) if shares else verb


def _verb_at(tokens: Sequence[Token], head: int) -> Verb | None:
    token = tokens[head]
    moods = moods_of(token)
    if token.is_capital and ((head > 0 and tokens[head - 1].is_word) or token.surface == "A"):
        return None
    if not moods:
        return _unknown(tokens, head)
    if "pp" in moods and (found := auxiliary(tokens, head)):
        return with_auxiliary(tokens, head, *found)
    start, reflexive = clitics(tokens, head)
    if "inf" in moods:
        return _infinitive(tokens, head, start, reflexive=reflexive)
    for mood, tense in (("fut", Tense.FUTURE), ("cond", Tense.CONDITIONAL), ("ger", Tense.GERUND)):
        if mood in moods:
            return _simple(tokens, head, start, {mood}, tense, reflexive=reflexive)
    finite = moods & {"pres", "past", "sub"}
    is_noun = _is_noun(tokens, head, start) or _is_subject(tokens, head, finite)
    if finite and not is_noun and not ("pp" in moods and not _can_be_simple(token.form)):
        tense = Tense.PAST if "past" in finite and "pres" not in finite else Tense.PRESENT
        return _simple(tokens, head, start, finite, tense, reflexive=reflexive)
    if "pp" in moods:
        tags, end = classes(token, {"pp"}, reflexive=True)
        return Verb(head, max(end, head + 1), head, tags, Tense.PARTICIPLE) if tags else None
    return None


def _is_noun(tokens: Sequence[Token], head: int, start: int) -> bool:
    """Whether a form stands where a noun does: "la note", "d'analyse", "un projet"."""
    before = head - 1
    if form_at(tokens, before) == "en" and tokens[head].names_occasion:
        return True  # "en visite de travail"
    while (
        before > 0
        and (has_tag(tokens, before, "former", "next") or form_at(tokens, before).endswith("ième"))
        and not has_tag(tokens, before, "article")
    ):
        before -= 1
    if form_at(tokens, before) == "'":
        before -= 1
        if form_at(tokens, before) == "d":
            return True
        if form_at(tokens, before) == "l" and start >= before:
            return True
    follows = head > 0 and bool(moods_of(tokens[head - 1]) & {"inf", "fut", "ger"})
    return start == head and (has_tag(tokens, before, *_BEFORE_NOUN) or follows)


def _is_subject(tokens: Sequence[Token], head: int, moods: set[str]) -> bool:
    """ "la deuxième tranche serait versée": a noun that looks like a present."""
    return "past" not in moods and has_tag(
        tokens, head + 1, "would_be", "will_be", "would_have", "will_have"
    )


def _can_be_simple(form: str) -> bool:
    """Whether a form that may be a participle is a present as well: "dit", "fait", "conduit"."""
    return form.endswith("t")


def _simple(
    tokens: Sequence[Token],
    head: int,
    start: int,
    moods: set[str],
    tense: Tense,
    *,
    reflexive: bool,
) -> Verb | None:
    tags, end = classes(tokens[head], moods, reflexive=reflexive)
    if not tags:
        return None
    end, pronoun = _inverted(tokens, max(end, head + 1))
    negated = is_negated(tokens, start, head)
    return Verb(start, end, head, tags, tense, negated, reflexive=reflexive, pronoun=pronoun)


def _inverted(tokens: Sequence[Token], end: int) -> tuple[int, str | None]:
    """Where a verb ends with the pronoun after it ("dit-il", "précise-t-on"), and the pronoun."""
    at = end
    if form_at(tokens, at) == "-" and form_at(tokens, at + 1) == "t":
        at += 2
    if form_at(tokens, at) == "-":
        for pronoun in ("il", "elle", "ils", "on"):
            if has_tag(tokens, at + 1, pronoun):
                return at + 2, pronoun
    return end, None


def _infinitive(tokens: Sequence[Token], head: int, start: int, *, reflexive: bool) -> Verb | None:
    tags, end = classes(tokens[head], {"inf"}, reflexive=reflexive)
    if not tags:
        return None
    before = start - 1
    while before > 0 and (has_tag(tokens, before, "not_after") or "adverb" in tokens[before].tags):
        before -= 1
    tense, first = Tense.INFINITIVE, start
    kinds = (
        ("going", Tense.FUTURE),
        ("should", Tense.CONDITIONAL),
        ("must", Tense.MUST),
        ("was_going", Tense.WAS_GOING),
    )
    for kind, meant in kinds:
        if has_tag(tokens, before, kind):
            tense, first = meant, clitics(tokens, before)[0]
    for at in range(max(start - 5, 0), start):
        if tokens[at].tags.get("light", 0) == start:
            tense, first = Tense.PAST, at
    for at in range(max(before - 3, 0), before):
        if tokens[at].tags.get("going", 0) == start:
            tense, first = Tense.FUTURE, at
    negated = tense is not Tense.INFINITIVE and is_negated(tokens, first, before)
    negated |= tense is Tense.INFINITIVE and form_at(tokens, head - 2) == "ne"
    return Verb(first, max(end, head + 1), head, tags, tense, negated, reflexive=reflexive)


@lru_cache(maxsize=50_000)
def _may_be_verb(form: str) -> bool:
    """Whether a word of no list ends as some verb does."""
    endings = (_INFINITIVE, _FUTURE, _CONDITIONAL, _PAST, _PARTICIPLE)
    return any(one.match(form) for one in endings)


def _unknown(tokens: Sequence[Token], head: int) -> Verb | None:
    """A verb of no list: future and conditional are known by their endings."""
    token = tokens[head]
    form = token.form
    if token.surface == "A" or not (token.tags or _may_be_verb(form)):
        return None
    for kind, tense in (
        ("will_be", Tense.FUTURE),
        ("would_be", Tense.CONDITIONAL),
        ("will_have", Tense.FUTURE),
        ("would_have", Tense.CONDITIONAL),
        ("must", Tense.MUST),
        ("should", Tense.CONDITIONAL),
    ):
        if kind in token.tags:
            return auxiliary_alone(tokens, head, tense)
    if token.is_capital and head > 0:
        return None
    if (
        form_at(tokens, head - 1) in _BEFORE_INFINITIVE
        and _INFINITIVE.match(form)
        and form not in _NO_VERBS
    ):
        return Verb(head, head + 1, head, frozenset({"other"}), Tense.INFINITIVE)
    if past := _unlisted_past(tokens, head):
        return past
    is_future = bool(_FUTURE.match(form)) and form not in _NOT_FUTURE
    if not is_future and not _CONDITIONAL.match(form):
        return None
    start, reflexive = clitics(tokens, head)
    if start == head and has_tag(tokens, head - 1, *_BEFORE_NOUN):
        return None
    end, pronoun = _inverted(tokens, head + 1)
    tense = Tense.FUTURE if is_future else Tense.CONDITIONAL
    negated = is_negated(tokens, start, head)
    return Verb(
        start, end, head, frozenset({"other"}), tense, negated, reflexive=reflexive, pronoun=pronoun
    )


def _unlisted_past(tokens: Sequence[Token], head: int) -> Verb | None:
    """ "préparaient", "a déminé": a past of no list, by its ending."""
    token = tokens[head]
    if token.tags.keys() - _ABSENT:
        return None
    if _PAST.match(token.form):
        start, reflexive = clitics(tokens, head)
        negated = is_negated(tokens, start, head)
        tags = frozenset({"other"})
        return Verb(start, head + 1, head, tags, Tense.PAST, negated, reflexive=reflexive)
    if _PARTICIPLE.match(token.form) and form_at(tokens, head - 1) in _HAVE:
        return Verb(head - 1, head + 1, head, frozenset({"other"}), Tense.PAST)
    return None
