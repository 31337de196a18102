"""Roles that follow a name in French, English and Spanish: between commas, or in a relative."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.people.capitals import begins_name
from ct_pipeline.ledger.people.latin_roles import JOINS
from ct_pipeline.ledger.people.mentions import Role
from ct_pipeline.ledger.people.phrases import families_of, is_role, phrase_end
from ct_pipeline.ledger.sentence import Sentence


def roles_after(sentence: Sentence, end: int) -> Iterator[tuple[Role, int]]:
    """Roles in apposition or in a relative clause after a name, and where they end."""
    tokens, at = sentence.tokens, end
    for _ in range(3):
        if at >= len(tokens) or tokens[at].surface not in (",", "("):
            if (
                at == end
                and at < len(tokens)
                and "who" in tokens[at].tags
                and (found := _charge(sentence, at))
            ):
                yield found, found.end
            return
        first = at + 1
        if first >= len(tokens):
            return
        if "who" in tokens[first].tags:
            if found := _charge(sentence, first):
                yield found, found.end
            return
        if tokens[first].surface[0].isdigit() or (
            tokens[first].form in ("de",)
            and first + 1 < len(tokens)
            and tokens[first + 1].surface[0].isdigit()
        ):
            at = _after_age(sentence, first)
            continue
        role = _apposition(sentence, first)
        if role is None:
            return
        yield role, role.end
        at = role.end


def _after_age(sentence: Sentence, start: int) -> int:
    """The comma after an age: "Driss Amrani, 57 ans, …"."""
    tokens = sentence.tokens
    for index in range(start, min(start + 5, len(tokens))):
        if tokens[index].surface == ",":
            return index
    return len(tokens)


def _apposition(sentence: Sentence, first: int) -> Role | None:
    tokens = sentence.tokens
    start = first
    while (
        start < len(tokens)
        and (
            tokens[start].tags.keys() & {"article", "former", "their"}
            or tokens[start].surface in JOINS
        )
        and not is_role(sentence, start)
    ):
        start += 1
    for head in range(start, min(start + 7, len(tokens))):
        token = tokens[head]
        if not token.is_word and token.surface not in JOINS:
            break
        if (
            (verb := sentence.verb_covering(head))
            and verb.is_finite
            and not is_role(sentence, head)
        ):
            break
        head_end = is_role(sentence, head)
        if head_end:
            end = phrase_end(sentence, head, head_end)
            if not _closes(sentence, end) or _acts(sentence, first, end):
                return None
            if _introduces_name(sentence, end):
                return None
            begin = start if sentence.language == "en" else head
            while begin > first and "former" in tokens[begin - 1].tags:
                begin -= 1
            return Role(
                begin,
                end,
                sentence.surface(begin, end),
                token.form,
                families_of(sentence, head, end),
            )
        if (
            token.tags.keys() & {"preposition", "and", "who", "that", "time", "according"}
            and sentence.language != "en"
        ):
            break
    return _unknown_apposition(sentence, first, start)


def _introduces_name(sentence: Sentence, end: int) -> bool:
    """Whether another name follows, so that the role is that person's: ", du président, X, …"."""
    at = end + 1 if end < len(sentence.tokens) and sentence.tokens[end].surface == "," else end
    while at < len(sentence.tokens) and sentence.tokens[at].tags.keys() & {"sir", "their"}:
        at += 1
    return at < len(sentence.tokens) and (
        begins_name(sentence, at) or bool((one := sentence.named_at(at)) and one.kind == "person")
    )


def _unknown_apposition(sentence: Sentence, first: int, start: int) -> Role | None:
    """A noun of no list between commas after a name: ", mécanicien, ", ", a baker, "."""
    if start >= len(sentence.tokens):
        return None
    token = sentence.tokens[start]
    if sentence.language == "en" and sentence.tokens[first].form not in ("a", "an"):
        return None
    if sentence.language != "en" and start != first:
        return None
    if not token.is_word or token.is_capital or token.verbs or token.tags or len(token.surface) < 4:
        return None
    if token.form.endswith(
        ("ment", "mente", "ly", "é", "ée", "és", "ant", "ando", "endo", "ado", "ido", "ing", "ed")
    ):
        return None
    end = phrase_end(sentence, start, start + 1)
    if end - start > 6 or not _closes(sentence, end):
        return None
    return Role(start, end, sentence.surface(start, end), token.form)


def _closes(sentence: Sentence, end: int) -> bool:
    """Whether an apposition may end here.

    At a mark, a verb, a conjunction or the sentence's end.
    """
    tokens = sentence.tokens
    if end >= len(tokens) or not tokens[end].is_word:
        return True
    if sentence.verb_covering(end) is not None:
        return True
    return bool(tokens[end].tags.keys() & {"and", "who", "preposition", "that", "time"})


def _acts(sentence: Sentence, first: int, end: int) -> bool:
    """Whether a role with its article is the subject of a verb: "X, la fiscal explicó"."""
    verb = sentence.verb_starting(end)
    return "the" in sentence.tokens[first].tags and verb is not None and verb.is_finite


def _charge(sentence: Sentence, who: int) -> Role | None:
    """ "qui dirige le Bureau", "who heads the DGSN": what someone is by what he is in charge of."""
    tokens = sentence.tokens
    for at in (who + 1, who + 2):
        if at < len(tokens) and "charge" in tokens[at].tags:
            end = at + 1
            while (end < len(tokens) and tokens[end].is_word) or (
                end < len(tokens) and tokens[end].surface in JOINS
            ):
                if (
                    end > at
                    and (verb := sentence.verb_starting(end))
                    and verb.is_finite
                    and "charge" not in tokens[end].tags
                ):
                    break
                end += 1
            families = frozenset({"family_head"}) | families_of(sentence, at, end)
            return Role(at, end, sentence.surface(at, end), tokens[at].form, families)
    return None
