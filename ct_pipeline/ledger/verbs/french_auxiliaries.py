"""Auxiliaries of French verbs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs.verb import Tense, Verb, classes, form_at, has_tag, moods_of

_PARTICIPLE = re.compile(r"\w{2,}(?:é|i|u|it|ert|uit|ort|is)(?:e?s?)$")
_BY_BEING = re.compile(
    "(?:conven|ven|parven|reven|deven|surven|interven)ue?s?$|(?:all|arriv|rest|entr|tomb|mont|demeur|retourn|n)ée?s?$|(?:part|sort)ie?s?$|morte?s?$"
)
_REACH = 9


def auxiliary(tokens: Sequence[Token], head: int) -> tuple[int, str, str | None] | None:
    """The index and kind of the auxiliary before a participle, and a pronoun in between."""
    pronoun = None
    for index in range(head - 1, max(head - _REACH, -1), -1):
        token = tokens[index]
        for kind in ("have", "be", "will_be", "will_have", "would_be", "would_have"):
            if kind in token.tags and token.form not in ("été", "eu"):
                if token.surface == "A":
                    return None
                return index, kind, pronoun
        if token.form in ("il", "elle", "ils", "on", "elles") and form_at(tokens, index - 1) == "-":
            pronoun = token.form if token.form != "elles" else "ils"
        elif not (
            token.form
            in (
                "-",
                "t",
                ",",
                "été",
                "eu",
                "pas",
                "plus",
                "jamais",
                "point",
                "ne",
                "n",
                "'",
                "en",
                "et",
                "ou",
                "tous",
                "toutes",
                "lui",
                "elle",
                "même",
                "mêmes",
                "eux",
                "leur",
            )
            or "adverb" in token.tags
            or "not_after" in token.tags
            or "pp" in moods_of(token)
            or _inside_adverb(tokens, index)
        ):
            return None
    return None


def _inside_adverb(tokens: Sequence[Token], index: int) -> bool:
    return any(
        tokens[start].tags.get("adverb", 0) > index for start in range(max(index - 4, 0), index)
    )


def with_auxiliary(
    tokens: Sequence[Token], head: int, aux: int, kind: str, pronoun: str | None
) -> Verb | None:
    start, reflexive = clitics(tokens, aux)
    tags, end = classes(tokens[head], {"pp"}, reflexive=reflexive)
    if not tags:
        return None
    tense = {
        "have": Tense.PAST, "be": Tense.PRESENT, "will_be": Tense.FUTURE, "will_have": Tense.FUTURE,
        "would_be": Tense.CONDITIONAL, "would_have": Tense.CONDITIONAL,
    }[kind]  # fmt: skip
    was = any(token.form in ("été",) for token in tokens[aux:head])
    if kind == "be" and _BY_BEING.match(tokens[head].form):
        tense, kind = Tense.PAST, "have"
    passive = (kind.endswith("be") and not reflexive) or was
    if kind == "be" and (reflexive or tokens[aux].form in ("était", "étaient", "fut", "furent")):
        tense = Tense.PAST
    negated = is_negated(tokens, start, aux) or any(
        "not_after" in token.tags and token.form not in ("plus", "rien", "point")
        for token in tokens[aux:head]
    )
    return Verb(start, max(end, head + 1), head, tags, tense, negated, passive, reflexive, pronoun)


def auxiliary_alone(tokens: Sequence[Token], head: int, tense: Tense) -> Verb | None:
    """ "sera décisive", "seront envoyés": with a participle of no list, or none."""
    start, _ = clitics(tokens, head)
    after = head + 1
    while after < len(tokens) and (
        "adverb" in tokens[after].tags or "not_after" in tokens[after].tags
    ):
        after += 1
    is_passive = after < len(tokens) and bool(_PARTICIPLE.match(tokens[after].form))
    if after < len(tokens) and "pp" in moods_of(tokens[after]):
        return None  # read from its participle
    if after < len(tokens) and "inf" in moods_of(tokens[after]):
        return None
    negated = is_negated(tokens, start, head)
    end = after + 1 if is_passive else head + 1
    tags = frozenset({"other"} if is_passive else {"copula"})
    return Verb(start, end, head, tags, tense, negated, is_passive)


CLITICS = frozenset("se s' s ' me m' y en le la l' les lui leur nous vous ne n' n -".split())


def clitics(tokens: Sequence[Token], head: int) -> tuple[int, bool]:
    """Where the small words before a verb begin, and whether "se" is among them."""
    start, reflexive = head, False
    while start > 0 and head - start < 6 and tokens[start - 1].form in CLITICS:
        if (
            tokens[start - 1].form in ("le", "la", "l'", "les")
            and start == head
            and not has_tag(tokens, start - 2, "who", "il", "elle", "ils", "on", "not_before")
        ):
            break  # an article, unless more clitics come before: "ne le dira"
        start -= 1
        reflexive |= tokens[start].form in ("se", "s")
    if start > 0 and tokens[start - 1].form in ("n", "ne"):
        start -= 1
    while start < head and tokens[start].form == "'":
        start += 1
    return start, reflexive


def is_negated(tokens: Sequence[Token], start: int, head: int) -> bool:
    near = range(max(start - 2, 0), min(head + 3, len(tokens)))
    has_ne = any(tokens[i].form in ("ne", "n") for i in near if i <= head)
    if has_ne:
        return True
    for at in range(start - 1, max(start - 5, -1), -1):
        if not tokens[at].is_word and tokens[at].surface not in "'’":
            return False
        if has_tag(tokens, at, "nobody"):
            return not has_tag(tokens, at - 1, "preposition")
    return False
