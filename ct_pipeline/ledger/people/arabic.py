"""Persons named in Arabic, which has no capitals: by the lexicon, a title, or the role beside them.

A role ("وزير الشؤون الخارجية") is followed by words with the article, by names of bodies and by
prepositions; the first bare word after it that is no word of our lists begins the name.
"""

from __future__ import annotations

from ct_pipeline.ledger.people.arabic_roles import (
    ARTICLES,
    apposition,
    as_role,
    is_definite,
    role_before,
    role_end,
)
from ct_pipeline.ledger.people.mentions import PersonMention, Role
from ct_pipeline.ledger.people.phrases import is_role
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.tokens import Token

_COMPOUND = frozenset("عبد بن بنت ابو ابي ام ال ولد ابن بني بو ايت سيدي مولاي لالا".split())
_LOOSE = 4  # words of no list that a role may end in
_LONGEST_NAME = 4
_OF_NO_LIST = frozenset(("other",))
_NOT_NAME = frozenset(
    (
        "preposition",
        "that",
        "who",
        "time",
        "article",
        "not_before",
        "and",
        "while",
        "if",
        "role",
        "body",
        "document",
        "group",
        "sir",
        "according",
        "adverb",
        "be",
        "have",
        "expected",
        "il",
        "elle",
        "ils",
        "both_sides",
        "will",
        "should",
        "rank",
        "former",
        "occasion",
    )
)


def find_persons(sentence: Sentence) -> list[PersonMention]:
    """The persons that a sentence names, in order."""
    found: list[PersonMention] = []
    index = 0
    while index < len(sentence.tokens):
        mention = _known(sentence, index) or _after_role(sentence, index)
        if mention:
            found.append(mention)
            index = max(mention.outer_end, index + 1)
        else:
            index += 1
    return found


def _known(sentence: Sentence, index: int) -> PersonMention | None:
    """A person of the lexicon; the surname alone, too, with the given name before it."""
    named = sentence.named_at(index)
    if named is None or named.kind != "person" or named.start != index:
        return None
    outer, titled = _title_before(sentence, named.start)
    role = role_before(sentence, outer)
    roles = [role] if role else []
    end = named.end
    if after := apposition(sentence, end):
        roles.append(after)
        end = after.end
    start = min(outer, role.start) if role else outer
    name = _surface(sentence, named.start, named.end)
    return PersonMention(named.start, named.end, start, end, name, named.id, tuple(roles), titled)


def _after_role(sentence: Sentence, index: int) -> PersonMention | None:
    """A name of no list after a role or title, or before one in apposition."""
    tokens = sentence.tokens
    token = tokens[index]
    is_sir = bool(token.tags.get("sir")) and not is_role(sentence, index)
    head_end = is_role(sentence, index) or token.tags.get("sir", 0)
    if is_sir and index and _is_named_after(tokens[index - 1]):
        return None
    if head_end:
        end = index + 1 if is_sir else role_end(sentence, index, head_end)
        end = end if is_sir else _before_apposition(sentence, end)
        start = end + 1 if end < len(tokens) and tokens[end].surface == "،" and not is_sir else end
        if start < len(tokens) and "sir" in tokens[start].tags:
            start += 1
        known = sentence.named_at(start) if start < len(tokens) else None
        if known and known.kind == "person":
            return None
        if not is_sir and not is_definite(sentence, index, end):
            return None
        last = _name_end(sentence, start)
        if last - start < 2 and not is_sir:
            return None
        if last == start:
            return None
        role = None if is_sir else as_role(sentence, index, end)
        roles = [role] if role else []
        outer_start = index
        if role and index and tokens[index - 1].surface == "،":
            further = role_before(sentence, index)
            roles, outer_start = ([further, role], further.start) if further else (roles, index)
        outer_end = last
        if after := apposition(sentence, last):
            roles.append(after)
            outer_end = after.end
        name = _surface(sentence, start, last)
        return PersonMention(
            start,
            last,
            outer_start,
            outer_end,
            name,
            None,
            tuple(roles),
            is_sir,
            token.form.endswith("ه")
            if not is_sir
            else token.form in ("السيده", "سيده", "الدكتوره", "الاستاذه"),
        )
    verb = sentence.verb_covering(index - 1) if index else None
    is_agent = (
        verb is not None
        and verb.has("say", "chair", "attend", "inaugurate", "speak")
        and verb.end == index
    )
    if is_agent or ("given" in token.tags and not token.prefix.strip("وفلب")):
        last = _name_end(sentence, index)
        after = apposition(sentence, last) if last - index >= 2 else None
        says = verb is not None and is_agent and verb.has("say")
        plain = not any(one.names_occasion for one in tokens[index:last])
        if says and plain and after is None and last - index >= 2:
            after = _office_next(sentence, last)
        if after:
            name = _surface(sentence, index, last)
            return PersonMention(
                index, last, index, after.end, name, None, (after,), is_titled=False
            )
    return None


def _is_named_after(before: Token) -> bool:
    """Whether a word before a name makes it that of a place or body: "جامعة سيدي محمد"."""
    return not before.form.startswith(ARTICLES) and bool(
        before.tags.keys() & {"body", "thing_opened", "street"}
    )


def _surface(sentence: Sentence, start: int, end: int) -> str:
    """The words of a name without a conjunction or preposition written with the first."""
    surface = sentence.surface(start, end)
    prefix = sentence.tokens[start].prefix
    return surface[len(prefix) :] if prefix and prefix in ("و", "ف", "ل", "ب") else surface


_OF_GOD = frozenset(("الله", "الدين", "الرحمن"))  # ends a given name of two words: "عبيد الله"


def _name_end(sentence: Sentence, start: int) -> int:
    """Where a name of two units ends that begins at a token; `start` itself where none does."""
    tokens, index, units = sentence.tokens, start, 0
    while index < len(tokens) and units < _LONGEST_NAME:
        token = tokens[index]
        if token.surface == "-" and index > start:
            index += 1
            continue
        if not token.is_word or not "\u0600" <= token.form[0] <= "\u06ff":
            break
        following = tokens[index + 1].form if index + 1 < len(tokens) else ""
        if (
            following in _OF_GOD
            or token.form in _COMPOUND
            or (
                token.form.lstrip("و") in _COMPOUND
                and index > start
                and token.form.startswith("و") is False
            )
        ):
            index += 2
            units += 1
            continue
        if not _may_be_name(sentence, index, is_first=index == start):
            break
        if units == 2 and not _closes_soon(sentence, index):
            break
        led = token.form.startswith("لل") or tokens[index - 1].form.startswith("ال")
        if units >= 2 and led:
            break  # "ترامب للرياض"
        index += 1
        units += 1
    return min(index, len(tokens))


def _closes_soon(sentence: Sentence, index: int) -> bool:
    """Whether no more than two words that may be of a name stand before a mark."""
    for at in range(index, min(index + 3, len(sentence.tokens))):
        if not sentence.tokens[at].is_word:
            return at > index
        if at == index + 2 or not _may_be_name(sentence, at, is_first=False):
            return False
    return True


def _may_be_name(sentence: Sentence, index: int, *, is_first: bool) -> bool:
    token = sentence.tokens[index]
    tags = token.tags.keys()
    if "given" in tags and not ("preposition" in tags and token.surface.endswith("ى")):
        return not token.prefix or token.prefix == "ال"
    if tags & _NOT_NAME and not (token.prefix and token.prefix not in ("ال", "و", "ب", "ل")):
        return False
    named = sentence.named_at(index)
    if (
        named
        and named.kind not in ("person",)
        and not (named.kind in ("city", "demonym", "country") and not is_first)
    ):
        return False
    if (
        token.form.startswith(("و", "ف"))
        and not is_first
        and sentence.tokens[index].tags.keys() & _NOT_NAME
    ):
        return False
    if is_first and (token.form.startswith(ARTICLES) or token.form.startswith("و")):
        return False
    if is_first and token.surface.startswith(("لأ", "لإ")):
        return False  # "مدير الجمعية الجهوية لأصحاب النزل"
    verb = sentence.verb_starting(index)
    if verb and is_first and verb.tags == _OF_NO_LIST and _is_between_commas(sentence, index):
        return True  # "سفيرة السنغال، سيني ديانغ، ": what only looks like a future
    return not (verb and is_first) and not (
        verb and not token.prefix and not _closes(sentence, index + 1)
    )


def _office_next(sentence: Sentence, start: int) -> Role | None:
    """ "قال إبراهيم كالين المتحدث باسم الرئيس …": an office right behind whoever speaks."""
    head_end = is_role(sentence, start) if start < len(sentence.tokens) else 0
    if not head_end or sentence.tokens[start].prefix not in ("", "ال"):
        return None
    end = role_end(sentence, start, head_end)
    return as_role(sentence, start, end) if is_definite(sentence, start, end) else None


def _before_apposition(sentence: Sentence, end: int) -> int:
    """ "نائب مدير سكوتلاند يارد، مارك رولي، ": past the words of no list that end a role, where a
    name between commas follows; `end` where none does."""
    tokens = sentence.tokens
    for at in range(end, min(end + _LOOSE, len(tokens) - 3)):
        token = tokens[at]
        if token.surface == "،":
            closes = any(
                tokens[to].surface == "،" for to in range(at + 3, min(at + 5, len(tokens)))
            )
            named = all(tokens[to].is_word and not tokens[to].tags for to in (at + 1, at + 2))
            return at if closes and named else end
        if not token.is_word or token.tags or sentence.verb_covering(at) is not None:
            return end
    return end


def _is_between_commas(sentence: Sentence, index: int) -> bool:
    """Whether two words stand between marks, as a name in apposition does."""
    tokens = sentence.tokens
    marks = index > 0 and tokens[index - 1].surface == "،" and index + 2 < len(tokens)
    return marks and tokens[index + 1].is_word and tokens[index + 2].surface in "،.)"


def _closes(sentence: Sentence, index: int) -> bool:
    tokens = sentence.tokens
    if index >= len(tokens) or not tokens[index].is_word:
        return True
    return (
        bool(tokens[index].tags.keys() & {"that", "time", "preposition"})
        or sentence.verb_covering(index) is not None
    )


def _title_before(sentence: Sentence, start: int) -> tuple[int, bool]:
    if start and "sir" in sentence.tokens[start - 1].tags:
        return start - 1, True
    return start, False
