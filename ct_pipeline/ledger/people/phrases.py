"""Noun phrases that tell what a person is: where they begin and end."""

from __future__ import annotations

from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.tokens import Token

_LONGEST = 26  # tokens of "ministre des Affaires étrangères, de la Coopération …"
_JOINS = frozenset(("'", "’", "-", "–", "/", "&"))
GENERAL = frozenset(("العام", "العامه", "العامين"))  # of an office; they mean "year" as well
_FOREIGN_OF = frozenset(("di", "della", "dei", "von", "van"))
_LISTED_OF = frozenset("de du des d' d del".split())


def is_role(sentence: Sentence, index: int) -> int:
    """Where the role that begins at a token ends (its own words, without what follows).

    0 if none.
    """
    tags = sentence.tokens[index].tags
    return max(tags.get("role", 0), tags.get("rank", 0))


def families_of(sentence: Sentence, start: int, end: int) -> frozenset[str]:
    """The kinds of office that the head of a role belongs to: chiefs, envoys, judges, …"""
    for token in sentence.tokens[start : min(end, start + 4)]:
        families = frozenset(tag for tag in token.tags if tag.startswith("family_"))
        if families:
            return families
    return frozenset()


def is_acronym(surface: str) -> bool:
    """ONUCT, DGSN; no initial."""
    return len(surface) > 1 and surface.isupper() and surface.isalpha()


def noun_at(sentence: Sentence, start: int, end: int) -> int | None:
    """Where the noun stands, behind articles and "former"; None where no word is before `end`."""
    tokens = sentence.tokens
    at = start
    while at < end and (
        tokens[at].tags.keys() & {"article", "former", "some"} or tokens[at].surface in "'’"
    ):
        at += 1
    return at if at < end and tokens[at].is_word else None


def phrase_end(sentence: Sentence, start: int, head_end: int) -> int:
    """Where a phrase that begins at `start`, its noun ending at `head_end`, ends: before a comma,
    a verb, a relative clause, or the name of its bearer."""
    if sentence.language == "ar":
        return _arabic_phrase_end(sentence, start, head_end)
    tokens = sentence.tokens
    index, limit = head_end, min(len(tokens), start + _LONGEST)
    verbs = {verb.start: verb for verb in sentence.verbs if verb.is_finite}
    while index < limit:
        token = tokens[index]
        if token.surface in _JOINS:
            index += 1
            continue
        if token.surface == "(":
            closing = next(
                (i for i in range(index + 1, min(index + 5, limit)) if tokens[i].surface == ")"),
                None,
            )
            if closing is None:
                break
            index = closing + 1
            continue
        if token.surface == ",":
            if not _goes_on_after_comma(sentence, index, start):
                break
            index += 1
            continue
        if not token.is_word or index in verbs:
            break
        if acting := token.tags.get("acting", 0):
            index = acting
            continue
        if _stops(sentence, index):
            break
        named = sentence.named_at(index)
        if named and named.start == index and not named.kind.startswith("inner"):
            if named.kind == "person" and not tokens[index - 1].tags.keys() & {
                "of",
                "role_preposition",
            }:
                break
            index = named.end
            continue
        if token.is_capital and not _continues_capital(sentence, index):
            break
        index += 1
    while index > head_end and _is_dangling(sentence, index - 1):
        index -= 1
    return index


def _arabic_phrase_end(sentence: Sentence, start: int, head_end: int) -> int:
    """Where an Arabic noun phrase ends: a noun governs others up to a definite one, whose
    adjectives follow with the article; what comes after without it begins another phrase."""
    tokens = sentence.tokens
    index = head_end
    is_closed = tokens[head_end - 1].form.removeprefix("و").startswith(("ال", "لل"))
    while index < min(len(tokens), start + _LONGEST):
        token = tokens[index]
        if not token.is_word or any(
            verb.is_finite and verb.start == index for verb in sentence.verbs
        ):
            break
        named = sentence.named_at(index)
        if named and named.start == index and named.kind != "person":
            if is_closed and named.kind != "demonym":
                break
            index, is_closed = named.end, True
            continue
        if "time" in token.tags and token.form not in GENERAL:
            break  # "الشرطة الفلبينية الجمعة"
        if token.tags.keys() & {
            "that",
            "who",
            "time",
            "preposition",
            "and",
            "not_before",
            "sir",
            "while",
        } and ("who" in token.tags or not token.form.startswith("ال")):
            break
        definite = token.form.startswith(("ال", "لل", "وال", "بال"))
        if is_closed and (not definite or _is_noun(token)):
            break
        is_closed = is_closed or definite
        index += 1
    return index


def _is_noun(token: Token) -> bool:
    """Whether a word with the article is a noun of ours and so no adjective of what precedes."""
    return token.names_occasion


def _stops(sentence: Sentence, index: int) -> bool:
    """Whether a word cannot belong to the phrase: a relative, a time, a conjunction, a title."""
    token = sentence.tokens[index]
    tags = token.tags
    following = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else None
    if tags.keys() & {
        "who",
        "that",
        "time",
        "sir",
        "not_before",
        "if",
        "according",
        "il",
        "elle",
        "on",
    }:
        return not (tags.keys() & {"role_preposition", "of"}) or "who" in tags
    if "and" in tags:
        return not (
            following
            and (
                following.form in _LISTED_OF
                or _plain(sentence, index + 1)
                or _joins_demonyms(sentence, index)
                or _joins_capitals(sentence, index)
            )
        )
    if "preposition" in tags and not tags.keys() & {"role_preposition", "of"}:
        return True
    if "article" in tags and "of" not in tags and index > 0:
        before = sentence.tokens[index - 1]
        return not (
            before.tags.keys() & {"preposition", "role_preposition", "of"}
            or before.form in ("'", "à")
        )
    verb = sentence.verb_covering(index)
    if (
        verb
        and verb.start == index
        and verb.tense.value in ("gerund", "infinitive")
        and sentence.language != "fr"
    ):
        return True
    return sentence.quotation_at(index) is not None


def _joins_demonyms(sentence: Sentence, conjunction: int) -> bool:
    """ "les ministres mauritanien et sénégalais de l'Intérieur"."""
    if conjunction + 1 >= len(sentence.tokens):
        return False
    sides = (sentence.named_at(conjunction - 1), sentence.named_at(conjunction + 1))
    other = sentence.tokens[conjunction + 1]
    return any(one is not None and one.kind == "demonym" for one in sides) and not (
        other.is_capital or other.tags
    )


def _joins_capitals(sentence: Sentence, conjunction: int) -> bool:
    """ "Centro de Inteligencia contra el Terrorismo y el Crimen Organizado": one proper name."""
    tokens = sentence.tokens
    if sentence.language == "en" or conjunction + 2 >= len(tokens):
        return False
    before, _, article, noun = tokens[conjunction - 1 : conjunction + 3]
    return (
        before.is_capital
        and article.tags.keys() >= {"article"}
        and not article.is_capital
        and noun.is_capital
        and not noun.tags.keys() & {"role", "rank", "sir", "body"}
        and not any(
            (named := sentence.named_at(at)) and named.kind in ("country", "city", "person")
            for at in (conjunction - 1, conjunction + 2)
        )
    )


def _plain(sentence: Sentence, index: int) -> bool:
    """A lower-case noun that goes on in a list: "justice and human rights"."""
    token = sentence.tokens[index]
    return (
        token.is_word
        and not token.is_capital
        and not token.tags.keys() & {"article", "role", "sir", "and", "preposition", "body"}
        and sentence.verb_covering(index) is None
        and sentence.language in ("en", "fr", "es")
        and sentence.tokens[index - 1].form in ("and", "et", "y", "e")
        and sentence.language == "en"
    )


def _goes_on_after_comma(sentence: Sentence, comma: int, start: int) -> bool:
    """ "ministre des Affaires étrangères, de la Coopération et des …": a list of portfolios."""
    tokens = sentence.tokens
    following = tokens[comma + 1].form if comma + 1 < len(tokens) else ""
    if following not in _LISTED_OF:
        return False
    return any(token.form in _LISTED_OF for token in tokens[start:comma])


def _continues_capital(sentence: Sentence, index: int) -> bool:
    """Whether a capitalised word is part of an organisation: "of Foreign Affairs", "du BCIJ"."""
    tokens = sentence.tokens
    token, before = tokens[index], tokens[index - 1]
    if before.form in _FOREIGN_OF and index > 1 and tokens[index - 2].is_capital:
        return True  # "Guardia di Finanza"
    if is_acronym(token.surface) and sentence.named_at(index) is None:
        return (
            bool(before.tags.keys() & {"of", "role_preposition", "article", "preposition"})
            or before.surface in _JOINS
            or before.is_capital
        )
    if before.surface in _JOINS or before.tags.keys() & {
        "of",
        "role_preposition",
        "article",
        "preposition",
    }:
        return True
    if not before.is_capital:
        return "body" in token.tags or bool(
            token.tags.keys() & {"role"} and sentence.language == "en"
        )
    named = sentence.named_at(index - 1)
    if is_acronym(before.surface) or (named and named.end == index):
        return "body" in token.tags or "document" in token.tags
    return True


def _is_dangling(sentence: Sentence, index: int) -> bool:
    """Whether a phrase cannot end in this word."""
    token = sentence.tokens[index]
    return (
        token.surface in _JOINS
        or token.surface == ","
        or (
            bool(token.tags.keys() & {"of", "role_preposition", "article", "and", "preposition"})
            and sentence.named_at(index) is None
        )
    )
