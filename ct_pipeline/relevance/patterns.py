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
    TERM = "term"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Target:
    """What a pattern stands for: an entity, a list of terms or a topic, and on what condition."""

    role: Role
    id: str
    signal: str  # the entity's group; the list's or topic's own name otherwise
    exact: str | None = None  # counts only when written like this
    is_prefix: bool = False  # any ending may follow
    language: str | None = None  # of terms and topics, which count in texts of their language
    requirements: tuple[Requirement, ...] = ()


def list_patterns(lexicon: Lexicon) -> dict[str, list[Target]]:
    """Every folded string to look for, with what it stands for."""
    patterns: dict[str, list[Target]] = {}
    for phrase, target in _list_targets(lexicon):
        for variant in spell_variants(comparable(phrase)):
            targets = patterns.setdefault(variant, [])
            if target not in targets:
                targets.append(target)
    return patterns


def _list_targets(lexicon: Lexicon) -> Iterator[tuple[str, Target]]:
    for entity in lexicon.entities:
        if lexicon.groups[entity.group].is_matched:
            yield from _list_entity_targets(entity, lexicon.equivalents)
    for role, lists in ((Role.TERM, lexicon.terms), (Role.TOPIC, lexicon.topics)):
        for name, phrases in lists.items():
            for language, values in phrases.items():
                for phrase in values:
                    stem = phrase.removesuffix("*")
                    exact = stem if stem.isupper() and stem.isascii() else None
                    target = Target(role, name, name, exact, stem != phrase, language=language)
                    yield stem, target


def _list_entity_targets(
    entity: Entity, equivalents: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[str, Target]]:
    for form in entity.full_forms():
        exact = form if form in entity.exact_case else None
        requirements = tuple(
            requirement
            for requirement in entity.requires
            if not requirement.aliases
            or any(form in spell_out(alias) for alias in requirement.aliases)
        )
        for phrase in replace_equivalents(form, equivalents):
            yield (
                phrase,
                Target(Role.NAME, entity.id, entity.signal, exact, requirements=requirements),
            )
    for role, lists in ((Role.SHORT_FORM, entity.short_forms), (Role.SIGN, entity.signs)):
        for values in lists.values():
            for phrase in values:
                yield phrase, Target(role, entity.id, entity.signal)


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
