"""Modal verbs of English, and what is to be."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs.verb import Tense, Verb, classes, form_at, has_tag, moods_of

REACH = 5


def modal(tokens: Sequence[Token], at: int) -> Verb | None:
    """ "will send", "will not be held", "might later visit": also before a verb of no list."""
    token = tokens[at]
    tense = Tense.FUTURE if "will" in token.tags else Tense.CONDITIONAL
    negated, passive, head = token.form in ("cannot", "wo"), False, max(token.tags.values())
    while head < len(tokens) and head - at < REACH:
        word = tokens[head]
        if "not_after" in word.tags:
            negated = True
        elif word.form in ("be", "been", "have"):
            passive = passive or word.form in ("be", "been")
            if form_at(tokens, head + 1) in ("able", "available", "open", "ready", "present"):
                break
        elif "adverb" not in word.tags and word.form not in ("'", "t", "n", ","):
            break
        head += 1
    if head >= len(tokens) or not tokens[head].is_word:
        return Verb(at, head, at, frozenset({"copula"}), tense, negated)
    moods = moods_of(tokens[head])
    tags, end = classes(tokens[head], {"pp"} if passive else {"inf", "pres"}, reflexive=True)
    passive = passive and ("pp" in moods or tokens[head].form.endswith("ed"))
    if not tags and passive is False and has_form(tokens, at, head, "be"):
        return Verb(at, head, head - 1, frozenset({"copula"}), tense, negated)
    negated = negated or subject_is_nobody(tokens, at)
    return Verb(at, max(end, head + 1), head, tags or frozenset({"other"}), tense, negated, passive)


def to_follows(tokens: Sequence[Token], at: int) -> bool:
    after = at + 1
    while after < len(tokens) and (
        has_tag(tokens, after, "adverb", "not_after")
        or form_at(tokens, after)
        in ("due", "set", "scheduled", "expected", "going", "slated", "planned")
    ):
        after += 1
    return has_tag(tokens, after, "to") and has_tag(tokens, at, "be") and after + 1 < len(tokens)


def is_to(tokens: Sequence[Token], at: int) -> Verb | None:
    """ "is to appear", "are due to open", "is going to host"."""
    to = at + 1
    while not has_tag(tokens, to, "to"):
        to += 1
    negated = any("not_after" in token.tags for token in tokens[at:to])
    head, passive = to + 1, False
    if form_at(tokens, head) == "be":
        passive, head = True, head + 1
    if head >= len(tokens) or not tokens[head].is_word or has_tag(tokens, head, "article"):
        return None
    moods = moods_of(tokens[head])
    if not moods and form_at(tokens, at + 1) != "to" and not passive:
        return None
    tags, end = classes(tokens[head], {"pp"} if passive else {"inf", "pres"}, reflexive=True)
    tense = Tense.WAS_GOING if "was" in tokens[at].tags else Tense.FUTURE
    return Verb(at, max(end, head + 1), head, tags or frozenset({"other"}), tense, negated, passive)


def subject_is_nobody(tokens: Sequence[Token], start: int) -> bool:
    """ "No commitment has been made", "neither side agreed"."""
    for at in range(start - 1, max(start - 5, -1), -1):
        if not tokens[at].is_word:
            return False
        if has_tag(tokens, at, "nobody"):
            return not has_tag(tokens, at - 1, "preposition")
    return False


def has_form(tokens: Sequence[Token], start: int, end: int, form: str) -> bool:
    return any(token.form == form for token in tokens[start:end])
