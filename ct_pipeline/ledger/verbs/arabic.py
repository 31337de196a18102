"""Arabic verbs in their sentence, on folded words with their proclitics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs.verb import Tense, Verb, classes, form_at, has_tag, moods_of

_FUTURE = re.compile("[وف]?س[يت][\u0621-\u064a]{2,}$")
_NOT_FUTURE = re.compile(
    "[وف]?(?:سيار|سياس|سياد|سياق|سياح|سياج|سيد|سيطر|سيره|سير$|سيناريو|سينما|سينا|سيول|سيبيريا|سيدي|سيراليون|سيسي|سيلان|ستار|ستين|ستون|سته|ستوك|ستراتيج|ستاير|سيل$|سيله|سيف$|سيوف|سيما|ستر)"
)
_PREFIXES = ("", "و", "ف")
# A verb that says little, and what it means with its noun, which stands after the subject.
_LIGHT = re.compile(
    "[وف]?س?[يت]?(?:القي|القت|القوا|لقي|قامت?|قوم|قاموا|شنت?|شنوا|شن|اطلقت?|اطلقوا|طلق|اصدرت?|صدر|تمكنت?|تمكنوا|تمكن|نجحت?|نجحوا|نجح|افضت|ادت|اسفرت?|سفر|مكنت)$"
)
_LIGHT_NOUNS = {"القبض": "arrest", "بزياره": "visit", "هجوما": "attack", "النار": "attack"}
_LIGHT_NOUNS |= dict.fromkeys(("توقيف", "اعتقال", "ايقاف", "ضبط"), "arrest")
_LIGHT_NOUNS |= {"تفكيك": "dismantle"}
_LIGHT_NOUNS |= dict.fromkeys(("احكاما", "احكامها", "حكما", "حكمها", "حكمه"), "sentence")
_LIGHT_REACH = 14
_DAWN = "فجر"
_NOT_DOING = frozenset(("عدم", "دون"))
_NOUNS = frozenset(
    "person_noun body document role count_noun paper thing_opened group speech_noun".split()
)


def find_verbs(tokens: Sequence[Token]) -> Iterator[Verb]:
    """The verbs of a sentence in order."""
    waiting: Verb | None = None
    planned: Verb | None = None
    for index in range(len(tokens)):
        verb = _verb_at(tokens, index)
        if verb is None:
            continue
        if waiting and not (index - waiting.end < _LIGHT_REACH and _is_pluperfect(tokens, index)):
            yield waiting
        waiting = None
        if planned and index - planned.end < _LIGHT_REACH and _is_verbal_noun(tokens, index):
            continue  # "وقرر المجتمعون عقد اجتماعهم"
        planned = verb if verb.has("plan", "agree", "promise") else None
        if tokens[verb.head].form.lstrip("وف") in ("كان", "كانت", "كانوا"):
            waiting = verb
        else:
            yield verb
    if waiting:
        yield waiting


def _is_verbal_noun(tokens: Sequence[Token], head: int) -> bool:
    """Whether what looks like a verb is what is decided: "عقد", "نشر"."""
    is_noun = has_tag(tokens, head, "holding", "deed_noun")
    return is_noun and token_is_bare(tokens[head]) and not has_tag(tokens, head - 1, "that")


def _is_pluperfect(tokens: Sequence[Token], head: int) -> bool:
    """ "وكانت أنقرة قد استضافت": what was before the verb is no deed of its own."""
    return head > 0 and tokens[head - 1].form == "قد"


def _verb_at(tokens: Sequence[Token], head: int) -> Verb | None:
    token = tokens[head]
    moods = moods_of(token) if token.prefix in _PREFIXES else set()
    after_will = has_tag(tokens, head - 1, "will")
    if not moods:
        is_future = "س" in token.form[:2] and _FUTURE.match(token.form)
        if not is_future or _NOT_FUTURE.match(token.form):
            return None
        return Verb(
            head, head + 1, head, frozenset({"other"}), Tense.FUTURE, _is_negated(tokens, head)
        )
    is_preposition = "preposition" in token.tags and (
        not token.prefix or (token.prefix == "و" and len(token.form) == 3)
    )
    is_preposition &= not has_tag(tokens, head - 1, "while")  # "فيما مثل غينيا …"
    if token.form == "غير" and has_tag(tokens, head + 1, "that"):
        return None  # "غير أن": however
    if is_preposition or _is_noun(tokens, head, moods):
        return None
    if "ger" in moods:
        tags, end = classes(token, {"ger"}, reflexive=True)
        return Verb(head, max(end, head + 1), head, tags, Tense.GERUND) if head else None
    tags, end = classes(token, moods, reflexive=True)
    negated = _is_negated(tokens, head)
    tense, start = Tense.PRESENT, head
    if (
        has_tag(tokens, head - 1, "should")
        and tokens[head - 1].tags["should"] == head
        and not ("past" in moods and tokens[head - 1].form.endswith("قد"))
    ):
        tense, start = Tense.CONDITIONAL, head - 1
    elif "fut" in moods or after_will or has_tag(tokens, head - 1, "not_future"):
        tense, start = Tense.FUTURE, head - (0 if "fut" in moods else 1)
    elif "past" in moods or has_tag(tokens, head - 1, "not_past"):
        tense = Tense.PAST
    elif has_tag(tokens, head - 1, "that") and any(
        has_tag(tokens, at, "expected") or form_at(tokens, at) == "علي"
        for at in range(max(head - 4, 0), head - 1)
    ):
        was = any(
            form_at(tokens, at).lstrip("وف") in ("كان", "كانت")
            for at in range(max(head - 5, 0), head - 1)
        )
        tense = Tense.WAS_GOING if was else Tense.FUTURE
    elif has_tag(tokens, head - 1, "that") or token.form[:1] == "ل":
        tense = Tense.INFINITIVE
    elif head >= 1 and tokens[head - 1].form.lstrip("وف") in ("كان", "كانت"):
        tense, start = Tense.PAST, head - 1
    if _LIGHT.match(token.form):
        tags |= {
            _LIGHT_NOUNS[one.form]
            for one in tokens[head + 1 : head + _LIGHT_REACH]
            if one.form in _LIGHT_NOUNS
        }
    return Verb(start, max(end, head + 1), head, tags, tense, negated)


def _is_negated(tokens: Sequence[Token], head: int) -> bool:
    return has_tag(tokens, head - 1, "not_before") and tokens[head - 1].form not in (
        "غير",
        "بعدما",
        "عندما",
        "حينما",
    )


def token_is_bare(token: Token) -> bool:
    """Whether a form is no longer than a root, so that a noun may be written the same."""
    return len(token.form) == 3 and not token.prefix


def _is_noun(tokens: Sequence[Token], head: int, moods: set[str]) -> bool:
    """Whether a perfect stands where a noun does: after a preposition or "this"."""
    if "past" not in moods or head == 0 or tokens[head].prefix:
        return False
    before = tokens[head - 1]
    if before.form.lstrip("وبل") in _NOT_DOING:
        return True  # "طالبا عدم كشف هويته"
    if tokens[head].form == _DAWN and has_tag(tokens, head + 1, "time"):
        return True
    if before.verbs and moods_of(before) & {"pres", "fut"} and token_is_bare(tokens[head]):
        return True  # "تعتزم نشر": what is planned, by its verbal noun
    if before.verbs and len(tokens[head].form) == 4 and tokens[head].form.endswith("ا"):
        return True  # "قدم عرضا": an object
    if token_is_bare(tokens[head]) and before.names_occasion:
        return True  # "زيارة عمل"
    noun = tokens[head]
    if before.is_word and (noun.names_occasion or any(tag in _NOUNS for tag in noun.tags)):
        return "that" not in before.tags and "time" not in before.tags
    return before.tags.get("preposition") == head or before.tags.get("article") == head
