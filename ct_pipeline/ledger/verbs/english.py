"""English verbs in their sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs.english_modals import (
    REACH,
    has_form,
    is_to,
    modal,
    subject_is_nobody,
    to_follows,
)
from ct_pipeline.ledger.verbs.verb import Tense, Verb, classes, form_at, has_tag, moods_of

_BEFORE_NOUN = ("article", "preposition", "of")
_BETWEEN = frozenset(("not", "been", "being", "n", "t", "'"))


def find_verbs(tokens: Sequence[Token]) -> Iterator[Verb]:
    """The verbs of a sentence in order, each with its auxiliaries."""
    found = list(_walk(tokens, lenient=False))
    if not any(verb.is_finite for verb in found):
        found = list(_walk(tokens, lenient=True))
    yield from found


def _walk(tokens: Sequence[Token], *, lenient: bool) -> Iterator[Verb]:
    index = 0
    while index < len(tokens):
        verb = _verb_at(tokens, index, lenient=lenient)
        if verb:
            yield verb
            index = max(verb.end, index + 1)
        else:
            index += 1


def _verb_at(tokens: Sequence[Token], head: int, *, lenient: bool) -> Verb | None:
    token = tokens[head]
    if not (token.verbs or token.tags):
        return _unknown_infinitive(tokens, head)
    moods = moods_of(token)
    if (
        token.tags.keys() & {"will", "should"}
        and not _is_noun(tokens, head)
        and token.surface != "May"
    ):
        return modal(tokens, head)
    if token.tags.keys() & {"be"} and token.form != "been" and to_follows(tokens, head):
        return is_to(tokens, head)
    if not moods:
        return _unknown_infinitive(tokens, head)
    if (
        token.tags.keys() & {"rank", "role"}
        and head + 1 < len(tokens)
        and tokens[head + 1].is_capital
    ):
        return None
    aux = _auxiliary(tokens, head)
    if aux:
        found = _with_auxiliary(tokens, head, moods, *aux)
        if found:
            return found
    if token.is_capital and head > 0 and not _opens(tokens, head):
        return None
    if has_tag(tokens, head - 1, "to") and "inf" in moods:
        for at in range(max(head - 6, 0), head):
            if tokens[at].tags.get("light", 0) == head:
                return _make(tokens, head, at, {"inf"}, Tense.PAST)
        return _make(tokens, head, head - 1, {"inf"}, Tense.INFINITIVE)
    if "ger" in moods:
        return None if _is_noun(tokens, head) else _make(tokens, head, head, {"ger"}, Tense.GERUND)
    is_third = lenient and "pres" in moods and token.form.endswith("s")
    if _is_noun(tokens, head) or (
        "past" not in moods and not is_third and _reads_as_noun(tokens, head)
    ):
        return None
    if "past" in moods:
        by = "pp" in moods and _is_reduced(tokens, head) and not _is_saying(token)
        by = by or ("pp" in moods and (head == 0 or _is_told_of(tokens, head)))
        tense = Tense.PARTICIPLE if by else Tense.PAST
        return _make(tokens, head, head, {"pp" if by else "past"}, tense)
    if "pp" in moods:
        return _make(tokens, head, head, {"pp"}, Tense.PARTICIPLE)
    return _make(tokens, head, head, {"pres", "inf"}, Tense.PRESENT)


def _opens(tokens: Sequence[Token], head: int) -> bool:
    """Whether a word with a capital begins what is said: after a mark, after a dateline."""
    before = tokens[head - 1]
    apart = before.surface in "-–—" and before.start > tokens[max(head - 2, 0)].end
    return before.surface in "\"“'‘«" or apart


def _is_reduced(tokens: Sequence[Token], head: int) -> bool:
    """Whether a participle has no auxiliary: "led by", "co-organised by", ", held in Accra"."""
    _, end = classes(tokens[head], {"pp"}, reflexive=True)
    if "by" in (form_at(tokens, head + 1), form_at(tokens, end)):
        return True
    apart = form_at(tokens, head - 1) == ","
    return (
        apart
        and has_tag(tokens, head + 1, "preposition", "time")
        and not has_tag(tokens, head + 1, "article")
    )


def _is_told_of(tokens: Sequence[Token], head: int) -> bool:
    """ "said seized phones talk": what someone says begins with a participle and its noun."""
    before = tokens[head - 1]
    return _is_saying(before) and "past" in moods_of(before) and before.form == "said"


def _is_saying(token: Token) -> bool:
    return any(entry.tag == "say" for entry, _ in token.verbs)


def _is_noun(tokens: Sequence[Token], head: int) -> bool:
    """Whether a form stands where a noun does: "a report", "its plan", "of work"."""
    if head == 0:
        return False
    if form_at(tokens, head - 1) == "s" and form_at(tokens, head - 2) in ("'", "’"):
        return True
    before = tokens[head - 1]
    if before.form in (
        "that",
        "this",
        "these",
        "those",
        "all",
        "both",
        "each",
        "like",
        "as",
        "than",
        "before",
        "after",
        "since",
    ):
        return before.form in ("this", "these", "those") and False
    return not before.tags.keys().isdisjoint(_BEFORE_NOUN) and before.form != "to"


def _unknown_infinitive(tokens: Sequence[Token], head: int) -> Verb | None:
    """ "to ratify": a verb of no list after "to"."""
    token = tokens[head]
    if (
        not head
        or tokens[head - 1].form != "to"
        or not token.is_word
        or token.is_capital
        or token.tags
    ):
        return None
    if (token.form.endswith("s") and not token.form.endswith("ss")) or token.surface[0].isdigit():
        return None
    return Verb(head - 1, head + 1, head, frozenset({"other"}), Tense.INFINITIVE)


def _reads_as_noun(tokens: Sequence[Token], head: int) -> bool:
    """Whether a present form is a noun here.

    "from 41 African states since …", "border school was".
    """
    following = tokens[head + 1] if head + 1 < len(tokens) else None
    told = head and moods_of(tokens[head - 1]) & {"past", "inf", "ger"}
    if told and not tokens[head - 1].tags.keys() - {"audience_mark"}:
        return True  # "told delegates that …"
    if has_tag(tokens, head - 1, "opening_noun"):
        return True  # "opening remarks"
    if head and (tokens[head - 1].surface[0].isdigit() or "cardinal" in tokens[head - 1].tags):
        return True
    if following is not None:
        if (
            following.tags.keys() & {"be", "have", "will", "should", "did"}
            and "to" not in following.tags
        ):
            return True
        if moods_of(following) & {"pres", "past"} and not following.tags.keys() & {
            "article",
            "time",
            "adverb",
        }:
            return True
        if (
            following.tags.keys() & {"article", "to", "that", "their", "time", "next"}
            or following.surface[0].isdigit()
        ):
            return False
        if following.is_capital:
            return False
    for at in range(head - 1, max(head - 4, -1), -1):
        token = tokens[at]
        if not token.is_word:
            return False
        if token.tags.keys() & {"who", "il", "elle", "ils", "on"}:
            return False
        if (
            token.tags.keys() & {"article", "preposition", "of", "their"}
            or token.surface[0].isdigit()
            or token.tags.keys() & {"some"}
        ):
            return True
    return False


def _make(
    tokens: Sequence[Token],
    head: int,
    start: int,
    moods: set[str],
    tense: Tense,
    *,
    negated: bool = False,
    passive: bool = False,
) -> Verb | None:
    tags, end = classes(tokens[head], moods, reflexive=True)
    if not tags:
        return None
    negated = negated or subject_is_nobody(tokens, start)
    return Verb(start, max(end, head + 1), head, tags, tense, negated, passive)


def _auxiliary(tokens: Sequence[Token], head: int) -> tuple[int, str, bool] | None:
    """The first auxiliary before a verb, the kind of the nearest, and whether it is negated."""
    kind, first, negated = "", head, False
    for at in range(head - 1, max(head - 1 - REACH, -1), -1):
        token = tokens[at]
        if "not_after" in token.tags:
            negated = True
        elif "be" in token.tags and token.form != "been" and token.form != "being":
            kind, first = kind or "be", at
        elif "have" in token.tags:
            kind, first = ("be" if has_form(tokens, at, head, "been") else kind) or "have", at
            break
        elif "did" in token.tags:
            kind, first = kind or "did", at
            break
        elif not (token.form in _BETWEEN or "adverb" in token.tags or token.form == ","):
            break
        if kind == "be" and at == first:
            break
    return (first, kind, negated) if kind else None


def _with_auxiliary(
    tokens: Sequence[Token], head: int, moods: set[str], first: int, kind: str, negated: bool
) -> Verb | None:
    if kind == "did" and "inf" in moods and (negated or head - first == 1):
        return _make(tokens, head, first, {"inf"}, Tense.PAST, negated=negated)
    if kind == "be" and "ger" in moods:
        return _make(tokens, head, first, {"ger"}, Tense.PRESENT, negated=negated)
    if "pp" not in moods or kind == "did":
        return None
    if kind == "be" and tokens[first].form == "be" and form_at(tokens, first - 1) == "to":
        return _make(
            tokens, head, first - 1, {"pp"}, Tense.INFINITIVE, negated=negated, passive=True
        )
    is_past = "was" in tokens[first].tags or "have" in tokens[first].tags
    tense = Tense.PAST if is_past or kind == "have" else Tense.PRESENT
    if tokens[first].form == "having":
        tense = Tense.GERUND
    return _make(tokens, head, first, {"pp"}, tense, negated=negated, passive=kind == "be")
