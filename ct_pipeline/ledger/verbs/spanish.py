"""Spanish verbs in their sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs.verb import Tense, Verb, classes, form_at, has_tag, moods_of

_FUTURE = re.compile(r"\w{2,}[aeio]?r(?:á|án)$")
_CONDITIONAL = re.compile(r"\w{2,}r(?:ía|ían)$")
_NOT_CONDITIONAL = re.compile(
    r"(?:secreta|mayo|mino|tesore|comisa|subsecreta|maestría|tutoría|ingenie|auditor|consejer|consult|seño|categor|asesor|guarder|garant|artiller|infanter|libre|minor|victor|glor|histor|teor|factor|memor)ía?s?$|.*(?:taría|ería|oría|uría)$"
)
_NOT_FUTURE = frozenset("detrás allá acá".split())
_INFINITIVE = re.compile(r"\w{2,}[aei]r(?:se|l[aoe]s?)?$")
_BEFORE_INFINITIVE = frozenset("a de para sin en".split())
_NO_VERBS = frozenset(
    "lugar mar par mujer poder deber hogar militar similar ejemplar auxiliar titular"
    " nuclear popular escolar familiar"
    " particular regular singular secular solar lunar polar placer taller alquiler"
    " carácter cráter líder ayer anteayer mayor"
    " menor interior exterior superior inferior dólar azúcar bar hangar altar collar"
    " pilar portar cáncer éter nadir elixir"
    " visir emir mártir".split()
)
_CLITICS = frozenset("se me te lo la los las le les nos os no".split())
_PAST = re.compile(r"\w{3,}(?:ó|aron|ieron)$")
_ABSENT = frozenset(("absent_word", "absent_when_denied"))
_HAVE = frozenset(("ha", "han", "había", "habían"))
_BEFORE_NOUN = ("article", "preposition")
_KINDS = ("will_be", "will_have", "would_be", "would_have", "be", "have")
_REACH = 5


def find_verbs(tokens: Sequence[Token]) -> Iterator[Verb]:
    """The verbs of a sentence in order, each with its auxiliaries."""
    index = 0
    while index < len(tokens):
        verb = _verb_at(tokens, index)
        if verb:
            yield verb
            index = max(verb.end, index + 1)
        else:
            index += 1


def _verb_at(tokens: Sequence[Token], head: int) -> Verb | None:
    token = tokens[head]
    moods = moods_of(token)
    if token.is_capital and head > 0 and not _opens(tokens, head):
        return None
    if token.tags.get("article") == head + 1:
        return None  # "una"
    if not moods:
        return _unknown(tokens, head)
    if "ending" in token.tags and form_at(tokens, head - 1) == "que":
        return None  # "antes de que acabe febrero"
    if "pp" in moods and (found := _auxiliary(tokens, head)):
        return _with_auxiliary(tokens, head, *found)
    start, reflexive = _clitics(tokens, head)
    if "inf" in moods:
        return _infinitive(tokens, head, start)
    for mood, tense in (("fut", Tense.FUTURE), ("cond", Tense.CONDITIONAL), ("ger", Tense.GERUND)):
        if mood in moods:
            return _simple(tokens, head, start, {mood}, tense, reflexive=reflexive)
    finite = moods & {"pres", "past", "sub"}
    before = head - 1
    while before > 0 and has_tag(tokens, before, "former", "next"):
        before -= 1
    is_noun = start == head and (
        has_tag(tokens, before, *_BEFORE_NOUN) or _follows_verb(tokens, head)
    )
    is_noun = (
        is_noun
        and not token.form.endswith(("ó", "aron", "ieron", "aba", "aban"))
        and not (has_tag(tokens, head - 1, "that") or form_at(tokens, head - 1) == "como")
    )
    if finite and not is_noun:
        tense = Tense.PAST if "past" in finite and "pres" not in finite else Tense.PRESENT
        return _simple(tokens, head, start, finite, tense, reflexive=reflexive)
    if "pp" in moods:
        tags, end = classes(token, {"pp"}, reflexive=True)
        return Verb(head, max(end, head + 1), head, tags, Tense.PARTICIPLE) if tags else None
    return None


def _follows_verb(tokens: Sequence[Token], head: int) -> bool:
    """Whether a verb stands right before: "dictar sentencia" holds one verb."""
    return (
        head > 0
        and bool(moods_of(tokens[head - 1]) & {"inf", "fut", "ger"})
        and "past" not in moods_of(tokens[head])
    )


def _opens(tokens: Sequence[Token], head: int) -> bool:
    return not tokens[head - 1].is_word


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
    negated = _is_negated(tokens, start)
    return Verb(start, max(end, head + 1), head, tags, tense, negated, reflexive=reflexive)


def _clitics(tokens: Sequence[Token], head: int) -> tuple[int, bool]:
    """Where the small words before a verb begin, and whether "se" is among them."""
    start, reflexive = head, False
    while start > 0 and tokens[start - 1].form in _CLITICS:
        if (
            tokens[start - 1].form in ("la", "los", "las", "lo")
            and start == head
            and not has_tag(tokens, start - 2, "who", "that", "not_before", "il")
        ):
            break
        start -= 1
        reflexive |= tokens[start].form == "se"
    return start, reflexive


def _is_negated(tokens: Sequence[Token], start: int) -> bool:
    if any("not_before" in token.tags for token in tokens[max(start - 1, 0) : start + 1]):
        return True
    for at in range(start - 1, max(start - 4, -1), -1):
        if not tokens[at].is_word:
            return False
        if has_tag(tokens, at, "nobody"):
            return not has_tag(tokens, at - 1, "preposition")
    return False


def _auxiliary(tokens: Sequence[Token], head: int) -> tuple[int, str] | None:
    for at in range(head - 1, max(head - 1 - _REACH, -1), -1):
        token = tokens[at]
        for kind in _KINDS:
            if kind in token.tags and token.form != "sido":
                return at, kind
        if not (
            token.form in ("sido", "y", ",", "se")
            or "adverb" in token.tags
            or "pp" in moods_of(token)
        ):
            return None
    return None


def _with_auxiliary(tokens: Sequence[Token], head: int, aux: int, kind: str) -> Verb | None:
    start, reflexive = _clitics(tokens, aux)
    tags, end = classes(tokens[head], {"pp"}, reflexive=reflexive)
    if not tags:
        return None
    tense = {"have": Tense.PAST, "be": Tense.PRESENT}.get(kind) or (
        Tense.FUTURE if kind.startswith("will") else Tense.CONDITIONAL
    )
    if kind == "be" and tokens[aux].form in (
        "era",
        "eran",
        "fue",
        "fueron",
        "quedó",
        "quedaron",
        "estaba",
        "estaban",
        "estuvo",
    ):
        tense = Tense.PAST
    was = any(token.form == "sido" for token in tokens[aux:head])
    if was and tense is Tense.PRESENT:
        tense = Tense.PAST
    passive = was or kind.endswith("be")
    negated = _is_negated(tokens, start)
    return Verb(start, max(end, head + 1), head, tags, tense, negated, passive, reflexive)


def _infinitive(tokens: Sequence[Token], head: int, start: int) -> Verb | None:
    tags, end = classes(tokens[head], {"inf"}, reflexive=True)
    if not tags:
        return None
    before, tense, first = start - 1, Tense.INFINITIVE, start
    for kind, meant in (("should", Tense.CONDITIONAL), ("must", Tense.MUST)):
        if has_tag(tokens, before, kind):
            tense, first = meant, before
    for at in range(max(start - 4, 0), start):
        if tokens[at].tags.get("light", 0) == start:
            tense, first = Tense.PAST, at
    for at in range(max(start - 3, 0), start):
        for kind, meant in (
            ("going", Tense.FUTURE),
            ("was_going", Tense.WAS_GOING),
            ("must", Tense.MUST),
        ):
            if tokens[at].tags.get(kind, 0) == start:
                tense, first = meant, at
    negated = tense is not Tense.INFINITIVE and _is_negated(tokens, first)
    negated |= form_at(tokens, start - 1) == "no"
    return Verb(first, max(end, head + 1), head, tags, tense, negated)


@lru_cache(maxsize=50_000)
def _may_be_verb(form: str) -> bool:
    """Whether a word of no list ends as some verb does."""
    endings = (_INFINITIVE, _FUTURE, _CONDITIONAL, _PAST)
    return form.endswith(("ado", "ido")) or any(one.match(form) for one in endings)


def _unknown(tokens: Sequence[Token], head: int) -> Verb | None:
    """A verb of no list: future and conditional are known by their endings."""
    form = tokens[head].form
    if not _may_be_verb(form):
        return None
    leads = form_at(tokens, head - 1) in _BEFORE_INFINITIVE or (
        head > 0 and bool(moods_of(tokens[head - 1]))
    )
    if leads and _INFINITIVE.match(form) and form not in _NO_VERBS:
        return Verb(head, head + 1, head, frozenset({"other"}), Tense.INFINITIVE)
    if past := _unlisted_past(tokens, head):
        return past
    is_future = bool(_FUTURE.match(form)) and form not in _NOT_FUTURE
    if tokens[head].is_capital and "past" in _moods_at(tokens, head + 1):
        return None  # "Beltrán aseguró"
    is_conditional = bool(_CONDITIONAL.match(form)) and not _NOT_CONDITIONAL.match(form)
    if not (is_future or is_conditional):
        return None
    start, reflexive = _clitics(tokens, head)
    if start == head and has_tag(tokens, head - 1, *_BEFORE_NOUN):
        return None
    after = head + 1
    is_passive = form in ("será", "serán") and form_at(tokens, after)[-3:] in (
        "ado",
        "ada",
        "ido",
        "ida",
        "dos",
        "das",
    )
    tense = Tense.FUTURE if is_future else Tense.CONDITIONAL
    end = after + 1 if is_passive else after
    return Verb(
        start,
        end,
        head,
        frozenset({"other"}),
        tense,
        _is_negated(tokens, start),
        is_passive,
        reflexive,
    )


def _moods_at(tokens: Sequence[Token], index: int) -> set[str]:
    return moods_of(tokens[index]) if index < len(tokens) else set()


def _unlisted_past(tokens: Sequence[Token], head: int) -> Verb | None:
    """ "desminaron", "ha desminado": a past of no list, by its ending."""
    token = tokens[head]
    if token.tags.keys() - _ABSENT or token.is_capital:
        return None
    if _PAST.match(token.form):
        start, reflexive = _clitics(tokens, head)
        if start == head and has_tag(tokens, head - 1, *_BEFORE_NOUN):
            return None
        negated, tags = _is_negated(tokens, start), frozenset({"other"})
        return Verb(start, head + 1, head, tags, Tense.PAST, negated, reflexive=reflexive)
    if token.form.endswith(("ado", "ido")) and form_at(tokens, head - 1) in _HAVE:
        return Verb(head - 1, head + 1, head, frozenset({"other"}), Tense.PAST)
    return None
