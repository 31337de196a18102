"""Persons named in French, English and Spanish: capitalised names with a title, a role or a clause.

A run of capitals alone says nothing: it is a person when the lexicon knows it, a civil title or a
rank precedes it, or a role stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ct_pipeline.ledger.people.capitals import begins_name, is_elsewise_named
from ct_pipeline.ledger.people.genders import by_given_name, is_feminine
from ct_pipeline.ledger.people.latin_appositions import roles_after
from ct_pipeline.ledger.people.latin_roles import JOINS, joins_bearers, role_before
from ct_pipeline.ledger.people.mentions import PersonMention, Role
from ct_pipeline.ledger.people.phrases import is_acronym
from ct_pipeline.ledger.sentence import Sentence

_PARTICLES = frozenset(
    "de da do dos del della di van von der den ter bin ben ibn al el ould ag bint abou"
    " abu la le das e y ul ur".split()
)
_MASCULINE_SIRS = frozenset(
    "m mm mr sr monsieur señor don cheikh sidi moulay jeque sheikh sir".split()
)
_FEMININE_SIRS = frozenset(
    "mme mmes mlle madame mrs ms miss sra srta señora doña dña lady madam dame".split()
)

_ALSO_NAMES = frozenset(("sheikh", "cheikh"))  # within one: "Hassan Sheikh Mohamud"


def find_persons(sentence: Sentence) -> list[PersonMention]:
    """The persons that a sentence names, in order."""
    found: list[PersonMention] = []
    for start, end, entity_id in _find_runs(sentence):
        mention = _read_person(sentence, start, end, entity_id)
        if mention is None and found and _is_listed_with(sentence, found[-1], start):
            mention = replace(
                found[-1], start=start, end=end, outer_start=start, outer_end=end,
                name=sentence.surface(start, end), entity_id=None,
                feminine=by_given_name(sentence.tokens[start].form),
            )  # fmt: skip
        if mention:
            found.append(mention)
    return found


def _is_listed_with(sentence: Sentence, before: PersonMention, start: int) -> bool:
    """Whether a name shares the plural role of the one before: "les ministres X et Y"."""
    joined = joins_bearers(sentence, before.outer_end, start)
    return joined and any(role.noun.endswith("s") for role in before.roles)


def _find_runs(sentence: Sentence) -> Iterator[tuple[int, int, str | None]]:
    """Runs of capitalised words that may be a name, and the persons that the lexicon knows."""
    tokens = sentence.tokens
    persons = [one for one in sentence.names if one.kind == "person"]
    openings = {at for one in persons for at in range(one.start, one.end)}
    openings.update(at for at, token in enumerate(tokens) if token.is_capital)
    index = 0
    for opening in sorted(openings):
        if opening < index:
            continue
        index = opening
        named = sentence.named_at(index)
        if named and named.kind == "person":
            start, end = named.start, named.end
            end = _run_end(sentence, end)
            yield start, max(end, named.end), named.id
            index = max(end, named.end)
            continue
        if not begins_name(sentence, index):
            continue
        end = _run_end(sentence, index + 1)
        index = _after_title(sentence, index, end)
        known = next((one for one in persons if index < one.start < end), None)
        if known:
            index = known.start
            continue
        yield index, end, None
        index = end


def _after_title(sentence: Sentence, start: int, end: int) -> int:
    """Where the name begins in a run of capitals with a title: "Foreign Minister Espen Eide"."""
    for at in range(max(start - 3, 0), start):
        after = sentence.tokens[at].tags.get("role", 0)
        if start < after < end:
            return after  # "secretaria de Estado Aina Calvo"
    for at in range(end - 2, start, -1):
        tags = sentence.tokens[at].tags
        after = max(tags.get("role", 0), tags.get("rank", 0))
        if start < after < end and sentence.tokens[after].is_capital:
            return after
    return start


def _run_end(sentence: Sentence, end: int) -> int:
    """Where the run of capitals goes on to, particles and hyphens between them included."""
    tokens = sentence.tokens
    while end < len(tokens):
        after = end
        while (
            after < len(tokens)
            and after - end < 4
            and (
                (tokens[after].surface in JOINS and tokens[after].start == tokens[after - 1].end)
                or (tokens[after].form in _PARTICLES and not tokens[after].is_capital)
                or (tokens[after].surface == "." and len(tokens[after - 1].surface) == 1)
            )
        ):
            after += 1
        if after >= len(tokens) or not _goes_on(sentence, after):
            return end
        if (
            any(tokens[i].form in ("y", "e", "la", "le") for i in range(end, after))
            and after - end == 1
        ):
            return end  # "Ana y Luis": two names
        end = after + 1
    return end


def _goes_on(sentence: Sentence, index: int) -> bool:
    if index >= len(sentence.tokens):
        return False
    token = sentence.tokens[index]
    if not token.is_word or not token.is_capital or token.surface[0].isdigit():
        return False
    if is_acronym(token.surface) and not _is_roman(token.surface):
        return False
    if is_elsewise_named(sentence, index):
        return False
    is_title = "sir" in token.tags and token.form not in _ALSO_NAMES
    if is_title or "time" in token.tags:
        return False
    is_noun = token.tags.keys() & {"body", "document"}
    return not is_noun or _goes_on(sentence, index + 1)  # José Manuel Albares


def _is_roman(surface: str) -> bool:
    return set(surface) <= set("IVX")


def _read_person(
    sentence: Sentence, start: int, end: int, entity_id: str | None
) -> PersonMention | None:
    tokens = sentence.tokens
    while (
        start < end - 1
        and tokens[start].tags.keys() & {"sir", "rank", "role"}
        and tokens[start].is_capital
    ):
        after = max(tokens[start].tags.get("sir", 0), start + 1)
        if after >= end or not tokens[after].is_capital or "role" in tokens[after].tags:
            break
        start = after
    outer_start, is_titled, feminine = _title_before(sentence, start)
    words = [token for token in tokens[start:end] if token.is_word and len(token.surface) > 1]
    before = role_before(sentence, outer_start)
    roles = [before] if before else []
    if before:
        outer_start = min(outer_start, before.start)
        if further := _further_role(sentence, before.start):
            roles.append(further)
            outer_start = further.start
    outer_end = end
    is_known = entity_id is not None or is_titled or bool(before) or len(words) > 1
    if is_known:
        for role, role_end in roles_after(sentence, end):
            roles.append(role)
            outer_end = role_end
    acts = (
        not roles
        and not is_titled
        and entity_id is None
        and len(words) > 1
        and _acts(sentence, start, outer_end)
    )
    if acts:
        return PersonMention(
            start,
            end,
            start,
            outer_end,
            sentence.surface(start, end),
            None,
            (),
            is_titled=False,
            feminine=by_given_name(tokens[start].form),
        )
    rank_only = before is not None and before.end - before.start == 1 and len(words) == 1
    if entity_id is None and not is_titled and not roles:
        return None
    if feminine is None:
        feminine = next(
            (told for role in roles if (told := is_feminine(sentence, role)) is not None), None
        )
    if feminine is None:
        feminine = by_given_name(tokens[start].form) if end - start > 1 else None
    if (
        entity_id is None
        and rank_only
        and not is_titled
        and before
        and not tokens[before.start].tags.keys() & {"rank"}
    ):
        return None
    return PersonMention(
        start,
        end,
        outer_start,
        outer_end,
        sentence.surface(start, end),
        entity_id,
        tuple(roles),
        is_titled,
        feminine,
    )


def _further_role(sentence: Sentence, start: int) -> Role | None:
    """The role before another: "le gouverneur de la région, le général Sidi Traoré"."""
    tokens = sentence.tokens
    while start > 0 and "article" in tokens[start - 1].tags:
        start -= 1
    return role_before(sentence, start) if start and tokens[start - 1].surface == "," else None


def _acts(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a name says, chairs or asks something: who does so is a person."""
    tokens = sentence.tokens
    at = end
    if at < len(tokens) and tokens[at].surface == ",":
        at += 1
    if at + 2 < len(tokens) and tokens[at].surface.isdecimal() and tokens[at + 1].surface == ",":
        at += 2  # "Jamil Al Saadouni, 58, told …"
    if at < len(tokens) and "who" in tokens[at].tags:
        at += 1
    after = sentence.verb_starting(at) if at < len(tokens) else None
    if (
        after
        and after.is_finite
        and after.has("say", "praise", "call", "chair", "wish", "speak")
        and not after.passive
    ):
        return True
    before = next((verb for verb in sentence.verbs if verb.end == start), None)
    follows_quote = (
        before is not None and before.start > 0 and tokens[before.start - 1].surface in ',»”"'
    )
    return bool(before and follows_quote and before.is_finite and before.has("say", "quip"))


def _title_before(sentence: Sentence, start: int) -> tuple[int, bool, bool | None]:
    """Where civil titles before a name begin, whether there are any.

    And whether they are feminine.
    """
    tokens, index, titled, feminine = sentence.tokens, start, False, None
    while index > 0:
        at = next(
            (
                at
                for at in range(index - 1, max(index - 4, -1), -1)
                if tokens[at].tags.get("sir") == index
            ),
            None,
        )
        if at is None:
            break
        if tokens[at].form in _FEMININE_SIRS | _MASCULINE_SIRS:
            feminine = tokens[at].form in _FEMININE_SIRS
        index, titled = at, True
    return index, titled, feminine
