"""The roles beside a name in Arabic."""

from __future__ import annotations

from ct_pipeline.ledger.people.mentions import Role
from ct_pipeline.ledger.people.phrases import GENERAL, families_of, is_role
from ct_pipeline.ledger.sentence import Sentence

ARTICLES = ("ال", "لل", "بال", "وال", "كال", "فال")
_LONGEST_ROLE = 14
_NOT_OF_ROLE = frozenset(("that", "who", "time", "while", "according", "sir", "not_before"))
_AFTER_SPEECH = frozenset(("من", "الي", "علي", "عن"))
_PREPOSITIONS = frozenset("من عن الي علي في".split())


def is_definite(sentence: Sentence, start: int, end: int) -> bool:
    forms = [token.form for token in sentence.tokens[start:end]]
    if any(form.startswith(ARTICLES) or form.endswith(("ها", "هم", "نا")) for form in forms):
        return True
    if any(named.kind != "person" for named in sentence.names if start <= named.start < end):
        return True
    return forms[0].startswith("ال") or (
        len(forms[0]) > 3
        and forms[0].endswith("ه")
        and forms[0][:-1] in ("مدير", "رئيس", "وزير", "ممثل", "مبعوث", "سفير")
    )


def role_end(sentence: Sentence, start: int, head_end: int) -> int:
    """Where the phrase of a role ends: what follows it with the article, bodies, prepositions."""
    tokens, index = sentence.tokens, head_end
    while index < min(len(tokens), start + _LONGEST_ROLE):
        token = tokens[index]
        if token.surface in ("(", ")", "-"):
            index += 1
            continue
        if not token.is_word:
            break
        named = sentence.named_at(index)
        if named and named.kind == "person":
            break
        if named and named.start == index and not token.form.startswith("و"):
            index = named.end
            continue
        if "given" in token.tags and token.form.startswith("ال"):
            break  # "وزير العدل الجزائري الطيب لوح"
        is_general = token.form in GENERAL and index > start
        if not is_general and token.tags.keys() & _NOT_OF_ROLE:
            break
        definite = token.form.startswith(ARTICLES) or (
            token.form.startswith("وال") and index > head_end
        )
        has_pronoun = token.form.endswith(("ها", "هم")) and len(token.form) > 3
        preposition = token.tags.keys() & {"role_preposition", "former"}
        if definite or preposition or has_pronoun or _is_noun_of_role(sentence, index):
            index += 1
            continue
        break
    while index > head_end and tokens[index - 1].form in _PREPOSITIONS:
        index -= 1  # "حذر الوزير من …": what follows a preposition is no name
    return index


def _is_noun_of_role(sentence: Sentence, index: int) -> bool:
    """A noun without article that governs one with it: "مدير مكتب …", "رئيس قسم …", "مدع عام"."""
    token = sentence.tokens[index]
    if token.tags.keys() & {"body", "document"} and not token.prefix:
        return True
    if token.prefix in ("ب", "ل") and token.tags.keys() & {"body", "role", "document"}:
        return True
    if token.form in (
        "عام",
        "عامه",
        "دائم",
        "دايم",
        "خاص",
        "خاصه",
        "اول",
        "شوون",
        "قضايا",
        "ملف",
        "باسم",
        "باسمه",
        "باسمها",
        "مكافحه",
        "لمكافحه",
        "شؤون",
        "متعدد",
        "متعدده",
    ):
        return True
    return token.form.startswith(("لمكافح", "لمحارب", "بمكافح"))


def role_before(sentence: Sentence, start: int) -> Role | None:
    """The role whose phrase ends where a name begins, a comma between them or not."""
    last = start
    if last and sentence.tokens[last - 1].surface == "،":
        last -= 1
    for head in range(last - 1, max(last - _LONGEST_ROLE, -1), -1):
        if sentence.tokens[head].surface in '؛:.«»"':
            return None
        head_end = is_role(sentence, head)
        if head_end and role_end(sentence, head, head_end) == last:
            outer = head
            while (
                outer
                and is_role(sentence, outer - 1)
                and role_end(sentence, outer - 1, is_role(sentence, outer - 1)) == last
            ):
                outer -= 1
            return as_role(sentence, outer, last)
    return None


def apposition(sentence: Sentence, end: int) -> Role | None:
    """A role between commas after a name: "، مدير المكتب، "."""
    tokens = sentence.tokens
    if end + 1 >= len(tokens) or tokens[end].surface not in ("،", "("):
        return None
    first = end + 1
    head_end = is_role(sentence, first)
    if not head_end or tokens[first].prefix.startswith("و"):
        return None
    last = role_end(sentence, first, head_end)
    while (
        last < len(tokens)
        and tokens[last].is_word
        and sentence.verb_covering(last) is None
        and not tokens[last].tags.keys() & {"that", "who", "time", "while"}
        and tokens[last].form not in _AFTER_SPEECH
        and last - first < _LONGEST_ROLE
    ):
        last += 1
    return as_role(sentence, first, last)


def as_role(sentence: Sentence, start: int, end: int) -> Role:
    text = sentence.surface(start, end)
    prefix = sentence.tokens[start].prefix
    noun = sentence.tokens[start].form
    for written in ("و", "ف"):
        if prefix.startswith(written):
            text, noun = text[1:], noun[1:]
            break
    return Role(start, end, text, noun, families_of(sentence, start, end))
