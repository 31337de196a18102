"""The verbs of a sentence in the language of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs import arabic, english, french, spanish
from ct_pipeline.ledger.verbs.verb import Tense, Verb, has_tag, moods_of

_AUXILIARIES = frozenset("avoir être haber haberse".split())
_FINDERS = {
    "fr": french.find_verbs,
    "en": english.find_verbs,
    "es": spanish.find_verbs,
    "ar": arabic.find_verbs,
}


def find_verbs(tokens: Sequence[Token], language: str) -> list[Verb]:
    """The verbs of a sentence in order (language: fr, en, es, ar)."""
    found = [one for one in _FINDERS[language](tokens) if not _is_no_verb(tokens, one, language)]
    if language == "en":
        found = [_before_agent(tokens, one) for one in found]
    elif language in ("fr", "es"):
        found = list(_compound_infinitives(tokens, found))
    return [
        verb for verb, later in zip(found, [*found[1:], None], strict=False)
        if later is None or not (later.start <= verb.start and verb.end <= later.end)
    ]  # fmt: skip


def _compound_infinitives(tokens: Sequence[Token], found: Sequence[Verb]) -> Iterator[Verb]:
    """ "après avoir rencontré", "tras haberse reunido": the auxiliary and its participle as one."""
    after = {one.start: one for one in found}
    taken = None
    for one in found:
        deed = after.get(one.end)
        if one.tense is Tense.INFINITIVE and tokens[one.head].form in _AUXILIARIES and deed:
            if deed.tense is Tense.PARTICIPLE:
                taken, one = deed, replace(one, end=deed.end, head=deed.head, tags=deed.tags)
        elif one is taken:
            continue
        yield one


def _is_no_verb(tokens: Sequence[Token], verb: Verb, language: str) -> bool:
    """ "entre el 18 y el 22 de mayo": a word that a verb only looks like."""
    if tokens[verb.start].surface == "-" and "role" in tokens[verb.head].tags:
        return True  # "vice-président"
    before = tokens[verb.start - 1].surface if verb.start else ""
    if language == "en" and before == "-" and _is_compound(tokens, verb):
        return True  # "its co-chairs", "a CTED-led team"
    is_noun = before and "article" in tokens[verb.start - 1].tags
    if language == "es" and is_noun and verb.tense is Tense.PARTICIPLE:
        return verb.end - verb.start == 1  # "un puesto de gendarmería"
    if language == "fr" and before == "," and tokens[verb.head].form == "soit":
        return True  # "le matériel, soit trente robots"
    is_word = verb.is_finite and verb.end - verb.start == 1
    if language == "en" and is_word and _is_visit(tokens, verb):
        return True
    if language == "en" and is_word and "next" in tokens[verb.head].tags:
        return has_tag(tokens, verb.end, "time")  # "last Friday"
    if language == "en" and verb.start == 0 and verb.tense is Tense.PRESENT:
        return tokens[0].form.endswith("s")  # "Attacks in the basin fell": a noun
    return is_word and language in ("fr", "es") and "preposition" in tokens[verb.head].tags


def _is_compound(tokens: Sequence[Token], verb: Verb) -> bool:
    is_name = verb.start > 1 and tokens[verb.start - 2].is_capital
    return verb.tense is Tense.PRESENT or (is_name and verb.start == verb.head)


def _is_visit(tokens: Sequence[Token], verb: Verb) -> bool:
    """ "a four-day visit": the noun of an occasion behind "a" and what it is like."""
    head = tokens[verb.head]
    if verb.tense is not Tense.PRESENT or not head.names_occasion:
        return False
    if has_tag(tokens, verb.start - 1, "duration") and tokens[verb.start - 2].surface == "-":
        return True  # "the two-day talks"
    return any(tokens[at].form in ("a", "an") for at in range(max(verb.start - 8, 0), verb.start))


def _before_agent(tokens: Sequence[Token], verb: Verb) -> Verb:
    """ "run by X and paid for by Y": a form that may be past or participle, with its agent."""
    is_open = verb.tense is Tense.PAST and not verb.passive and verb.end - verb.start <= 2
    after = tokens[verb.end + 1 : verb.end + 2]
    if not is_open or not has_tag(tokens, verb.end, "agent_mark") or not after:
        return verb
    names = "article" in after[0].tags or (after[0].is_capital and not after[0].tags)
    is_pp = any("pp" in moods_of(token) for token in tokens[verb.start : verb.head + 1])
    return replace(verb, tense=Tense.PARTICIPLE) if names and is_pp else verb
