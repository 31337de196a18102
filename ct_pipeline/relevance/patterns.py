"""From the lexicon's phrases to the strings that the automaton looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ct_pipeline.relevance.lexicon import Entity, Lexicon, Requirement, comparable, spell_out

ARABIC = re.compile("[\u0621-\u064a]")


class Role(StrEnum):
    """What a found string is evidence of."""

    NAME = "name"
    SHORT_FORM = "short_form"
    SIGN = "sign"
    OF_ANY = "of_any"
    PART = "part"
    TERM = "term"
    TOPIC = "topic"


# Lists of words without which a text is no matter of the rules, unless it names a body of theirs.
TERROR_TERMS = frozenset({"terrorism", "armed_groups"})
# Lists of words that leave a text open in which none of those stands.
HINTS = frozenset({"unrest", "united_nations"})
PLACE = "place"


@dataclass(frozen=True, slots=True)
class Target:
    """What a pattern stands for: an entity, a list of terms or a topic, and on what condition."""

    role: Role
    id: str
    signal: str  # the entity's group; the list's, part's or topic's own name otherwise
    exact: str | None = None  # counts only when written like this
    is_prefix: bool = False  # any ending may follow
    language: str | None = None  # of words, which count in texts of their language
    requirements: tuple[Requirement, ...] = ()
    is_capitalised: bool = False  # counts only with a capital, where the script has them
    of_any: str | None = None  # what every country has: "kingdom", "office"

    @property
    def is_first(self) -> bool:
        """Whether it is looked for in every text; the others in texts of terrorism alone."""
        is_word = self.role in (Role.TERM, Role.TOPIC, Role.PART)
        return not is_word or self.id in TERROR_TERMS | HINTS


Patterns = dict[str, list[Target]]


def list_patterns(lexicon: Lexicon) -> tuple[Patterns, Patterns]:
    """Every folded string to look for, with what it stands for: in every text, and in some."""
    first: Patterns = {}
    others: Patterns = {}
    for phrase, target in _list_targets(lexicon):
        patterns = first if target.is_first else others
        for variant in spell_variants(comparable(phrase)):
            targets = patterns.setdefault(variant, [])
            if target not in targets:
                targets.append(target)
    return first, others


def _list_targets(lexicon: Lexicon) -> Iterator[tuple[str, Target]]:
    for entity in lexicon.entities:
        if lexicon.groups[entity.group].is_matched:
            yield from _list_entity_targets(entity, lexicon.equivalents)
    for role, lists in (
        (Role.TERM, lexicon.terms),
        (Role.TOPIC, lexicon.topics),
        (Role.PART, lexicon.parts),
    ):
        for name, phrases in lists.items():
            for language, values in phrases.items():
                for phrase in (form for value in values for form in spell_out(value)):
                    stem = phrase.removesuffix("*")
                    exact = stem if stem.isupper() and stem.isascii() else None
                    target = Target(role, name, name, exact, stem != phrase, language=language)
                    yield stem, target


def _list_entity_targets(
    entity: Entity, equivalents: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[str, Target]]:
    is_capitalised = entity.kind == PLACE or (
        entity.country is not None and entity.kind == "country"
    )
    for form in entity.full_forms():
        exact = form if form in entity.exact_case else None
        requirements = tuple(
            requirement
            for requirement in entity.requires
            if not requirement.aliases
            or any(form in spell_out(alias) for alias in requirement.aliases)
        )
        name = Target(
            Role.NAME,
            entity.id,
            entity.signal,
            exact,
            requirements=requirements,
            is_capitalised=is_capitalised,
        )
        for phrase in replace_equivalents(form, equivalents):
            yield phrase, name
    for role, lists in ((Role.SHORT_FORM, entity.short_forms), (Role.SIGN, entity.signs)):
        for values in lists.values():
            for phrase in values:
                needs = tuple(one for one in entity.requires if phrase in one.aliases)
                yield phrase, Target(role, entity.id, entity.signal, requirements=needs)
    for what, phrases in entity.of_any.items():
        for values in phrases.values():
            for phrase in (form for value in values for form in spell_out(value)):
                exact = phrase if phrase.isupper() and phrase.isascii() else None
                yield phrase, Target(Role.OF_ANY, entity.id, entity.signal, exact, of_any=what)


def replace_equivalents(phrase: str, equivalents: tuple[tuple[str, ...], ...]) -> set[str]:
    """The phrase and what it becomes when interchangeable parts are exchanged."""
    variants = {f" {comparable(phrase)} "}
    for group in equivalents:
        parts = [f" {comparable(part)} " for part in group]
        variants |= {
            variant.replace(part, other)
            for variant in variants
            for part in parts
            if part in variant
            for other in parts
        }
    return {variant.strip() for variant in variants}


def spell_variants(folded: str) -> set[str]:
    """Arabic with لل for ل + ال, and glued at one or at all word borders (الأممالمتحدة)."""
    if not ARABIC.search(folded):
        return {folded}
    words = folded.split(" ")
    variants = {folded, "".join(words)}
    for border in range(1, len(words)):
        variants.add(" ".join(words[:border]) + " ".join(words[border:]))
    return variants | {f"لل{variant[2:]}" for variant in variants if variant.startswith("ال")}
