"""Whether a capital begins a name."""

from __future__ import annotations

from ct_pipeline.ledger.people.phrases import is_acronym
from ct_pipeline.ledger.sentence import Sentence

_MONTHS_AS_NAMES = frozenset(("julio", "abril", "avril", "domingo"))


def begins_name(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    if (
        not token.is_word
        or not token.is_capital
        or is_acronym(token.surface)
        or token.surface[0].isdigit()
    ):
        return False
    if is_elsewise_named(sentence, index):
        return False
    tags = token.tags.keys()
    if token.form in _MONTHS_AS_NAMES and index + 1 < len(sentence.tokens):
        following = sentence.tokens[index + 1]  # "Julio Arranz": the month has no capital
        return following.is_capital and following.is_word and not following.tags
    if token.form in ("el", "al") and index and index + 1 < len(sentence.tokens):
        following = sentence.tokens[index + 1]  # "El Hassan Daki"
        return (
            following.is_capital
            and not following.tags
            and sentence.tokens[index - 1].surface == ","
        )
    if tags & {
        "sir",
        "rank",
        "role",
        "body",
        "document",
        "time",
        "preposition",
        "article",
        "that",
        "il",
        "elle",
        "ils",
        "adverb",
        "and",
        "according",
        "who",
        "some",
        "nobody",
        "if",
        "group",
        "former",
        "occasion",
        "not_before",
        "body_word",
    }:
        return False
    opens = index == 0 or (
        not sentence.tokens[index - 1].is_word and sentence.tokens[index - 1].surface in '.«“":;!?'
    )
    return not (opens and (token.verbs or tags))


def is_elsewise_named(sentence: Sentence, index: int) -> bool:
    """Whether a word belongs to the name of something else: a body, a country, a city."""
    named = sentence.named_at(index)
    if named is None or named.kind == "person":
        return False
    if named.kind in ("city", "place") and not named.located and named.end - named.start == 1:
        after = sentence.tokens[named.end] if named.end < len(sentence.tokens) else None
        before = sentence.tokens[index - 1] if index else None
        beside = bool(
            after and after.is_capital and after.is_word and not is_acronym(after.surface)
        )
        return not (beside or bool(before and before.is_capital and before.is_word))
    return not named.kind.startswith("inner")
