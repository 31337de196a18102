"""The roles beside a name in French, English and Spanish."""

from __future__ import annotations

from ct_pipeline.ledger.people.capitals import begins_name
from ct_pipeline.ledger.people.mentions import Role
from ct_pipeline.ledger.people.phrases import families_of, is_role, phrase_end
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Tense, Verb

JOINS = frozenset(("-", "'", "’"))
_TRADES = (
    "eur",
    "euse",
    "trice",
    "iste",
    "ien",
    "ienne",
    "ier",
    "ière",
    "er",
    "or",
    "ist",
    "ian",
    "ero",
    "era",
    "dor",
    "dora",
    "ista",
    "ente",
    "ante",
    "logue",
    "ólogo",
    "óloga",
    "ario",
    "aria",
    "man",
    "woman",
)


def role_before(sentence: Sentence, start: int) -> Role | None:
    """The role whose phrase ends where a name begins: "le ministre malien, X", "Colonel X"."""
    tokens = sentence.tokens
    last = start - 1
    if last >= 0 and tokens[last].surface == ",":
        last -= 1
    if last < 0 or tokens[last].surface in ".;:!?":
        return None
    found = None
    for head in range(last, max(last - 26, -1), -1):
        if tokens[head].surface in ';:!?»"”' or (
            (verb := sentence.verb_covering(head))
            and verb.is_finite
            and not is_role(sentence, head)
        ):
            break
        head_end = is_role(sentence, head)
        if (
            0 < head_end <= last + 1
            and (not _is_plural(sentence, head) or _are_listed(sentence, start))
            and _leads_up_to(sentence, _role_end(sentence, head, head_end, last), last + 1)
        ):
            if found is not None and not _depends(head, found):
                break
            found = head
    if found is None:
        return _unknown_role_before(sentence, last, start)
    return _as_role(sentence, found, last + 1)


def _role_end(sentence: Sentence, head: int, head_end: int, last: int) -> int:
    """Where a role ends; that of several is of several: "los ministros de España y Marruecos"."""
    tokens = sentence.tokens
    end = phrase_end(sentence, head, head_end)
    before_comma = last + 1 < len(tokens) and tokens[last + 1].surface == ","
    while before_comma and end <= last and tokens[head].form.endswith(("s", "x")):
        of_more = tokens[end].tags.keys() & {"and", "of", "article"} or tokens[end].is_capital
        if not of_more:
            break
        end += 1
    return end


def _leads_up_to(sentence: Sentence, end: int, start: int) -> bool:
    """Whether a role's phrase ends where a name begins.

    Capitals run on into the name after a capitalised role or portfolio: "Ambassador Kemi Adeyemi",
    "ministre de la Justice Alio Daouda".
    """
    if end == start:
        return True
    tags = sentence.tokens[start - 1].tags.keys()
    titled = tags & {"role", "rank", "portfolio"} and not tags & {"body", "group"}
    return end > start and bool(titled)


def _is_plural(sentence: Sentence, head: int) -> bool:
    """Whether a role is that of several: one name after it does not bear it."""
    token = sentence.tokens[head]
    return "group" in token.tags and token.form.endswith(("s", "x"))


def _are_listed(sentence: Sentence, start: int) -> bool:
    """Whether a name is the first of two: "les ministres X et Y"."""
    tokens = sentence.tokens
    for index in range(start + 1, min(start + 8, len(tokens) - 1)):
        if "and" in tokens[index].tags:
            following = index + 1
            while following < len(tokens) and _is_of_country(sentence, following):
                following += 1
            return begins_name(sentence, following) if following < len(tokens) else False
        if not (tokens[index].is_capital or tokens[index].surface in (",", "-")):
            return False
    return False


def joins_bearers(sentence: Sentence, start: int, end: int) -> bool:
    """Whether no more stands between two names than a comma or "and", and the second's country.

    "los ministros de España, X, y de Marruecos, Y".
    """
    between = sentence.tokens[start:end]
    if len(between) == 1 and between[0].surface == ",":
        return True
    links = [at for at in range(start, end) if "and" in sentence.tokens[at].tags]
    return len(links) == 1 and all(
        _is_of_country(sentence, at) for at in range(start, end) if at != links[0]
    )


def _is_of_country(sentence: Sentence, index: int) -> bool:
    token, named = sentence.tokens[index], sentence.named_at(index)
    return (
        token.surface in (",", "'", "’")
        or bool(token.tags.keys() & {"of", "article"})
        or (named is not None and named.kind in ("country", "demonym"))
    )


def _depends(head: int, inner: int) -> bool:
    """Whether a role further left governs the one found: "chef de cabinet du ministre"."""
    return inner - head <= 6


def _unknown_role_before(sentence: Sentence, last: int, start: int) -> Role | None:
    """A noun of no list right before a full name: "le ganadero Yusuf", by its ending."""
    token = sentence.tokens[last]
    if (
        last + 1 != start
        or last == 0
        or token.is_capital
        or not token.is_word
        or token.tags
        or token.verbs
    ):
        return None
    if not sentence.tokens[last - 1].tags.keys() & {"article"} or not token.form.endswith(_TRADES):
        return None
    return Role(last, start, token.surface, token.form)


def _as_role(sentence: Sentence, start: int, end: int) -> Role:
    noun = sentence.tokens[start].form
    if start > 1 and sentence.tokens[start - 1].surface == "-":
        start -= 2  # contre-amiral, vice-président
    first = start
    if sentence.language == "en":
        first = _english_start(sentence, start)
    else:
        while first > 0 and "former" in sentence.tokens[first - 1].tags:
            first -= 1
    return Role(first, end, sentence.surface(first, end), noun, families_of(sentence, start, end))


def _is_told(sentence: Sentence, verb: Verb) -> bool:
    """ "after meeting CTED chief X": a verb before a role, and no part of it ("acting head")."""
    led = sentence.tokens[max(verb.start - 1, 0)].tags
    return verb.is_finite or (verb.tense is Tense.GERUND and "preposition" in led)


def _english_start(sentence: Sentence, start: int) -> int:
    """Where the words before an English role begin: "Morocco's interior minister"."""
    tokens, first = sentence.tokens, start
    while first > 0 and start - first < 8:
        before = tokens[first - 1]
        if before.surface in ("'", "’", "-"):
            first -= 1
        elif (
            not before.is_word
            or before.tags.keys() & {"article", "preposition", "and", "time", "that", "who"}
            or ((verb := sentence.verb_covering(first - 1)) and _is_told(sentence, verb))
        ):
            break
        else:
            first -= 1
    while first < start and not tokens[first].is_word:
        first += 1
    return first
