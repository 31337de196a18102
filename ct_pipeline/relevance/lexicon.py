"""The lexicon as values: entities, words the rules ask for, topics. Reading it is validating it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from ct_pipeline.errors import UserError
from ct_pipeline.inputs.yaml_text import YamlError, YamlText, parse_yaml
from ct_pipeline.language.folding import fold

LEXICON_FILE = Path(__file__).parent / "lexicon.yaml"

Language = Literal["fr", "en", "ar", "es"]
# A place outside Morocco, as company that an alias may ask for or forbid.
ABROAD = "abroad"
Phrases = dict[Language, tuple[str, ...]]


class LexiconError(UserError):
    """A lexicon or rules file cannot be used; one line per problem: what, where, the mend."""


class Model(BaseModel):
    """A part of an analyst's file: unknown fields are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(Model):
    """What belonging to it says about a text."""

    name: str
    is_matched: bool = True


class Composition(Model):
    """What a chain of parts stands for: `parts` in any order, one of `needs`, none of `without`."""

    entity: str
    parts: Annotated[tuple[str, ...], Field(min_length=1)]
    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    next_to: tuple[str, ...] = ()
    is_short: bool = False


def _as_day_month_or_year(written: str) -> str:
    date.fromisoformat(f"{written}-01-01"[:10])
    return written


Day = Annotated[str, Field(max_length=10), AfterValidator(_as_day_month_or_year)]


class Role(Model):
    """An office with the days, months or years between which it was held, as far as known."""

    title: str
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: str | None = None
    status: str | None = None


class Requirement(Model):
    """Aliases that count only in (or out of) some company: groups, entities or terms."""

    within: Annotated[str, Field(pattern=r"^(\d+ words|sentence|text)$")]
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> int | None:
        """The greatest distance in words; None where it is the sentence or the text."""
        return int(self.within.split()[0]) if self.within.endswith("words") else None


class Entity(Model):
    """One person, body, event, place or false friend, with every form that stands for it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    name: str
    kind: str
    group: str
    counts_as: str | None = None
    aliases: Phrases = {}
    acronyms: tuple[str, ...] = ()
    exact_case: tuple[str, ...] = ()
    typos: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    short_forms: Phrases = {}
    short_forms_follow: tuple[str, ...] = ()
    signs: Phrases = {}
    of_any: dict[Literal["kingdom", "office"], Phrases] = {}
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    wikidata_id: Annotated[str, Field(pattern="^Q[1-9][0-9]*$")] | None = None
    requires: tuple[Requirement, ...] = ()
    former_names: tuple[str, ...] = ()
    confusable_with: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    facts: tuple[str, ...] = ()
    notes: str | None = None

    @property
    def signal(self) -> str:
        """The group that the entity counts for, or "none"."""
        return self.counts_as or self.group

    def full_forms(self) -> Iterator[str]:
        """Every form that stands for the entity without its having been named before."""
        for phrases in self.aliases.values():
            for phrase in phrases:
                yield from spell_out(phrase)
        yield from (*self.acronyms, *self.exact_case, *self.typos, *self.handles)


class Lexicon(Model):
    """A whole lexicon; `edition` is the analysts' own label."""

    edition: str
    groups: dict[str, Group]
    equivalents: tuple[tuple[str, ...], ...] = ()
    entities: tuple[Entity, ...]
    parts: dict[str, Phrases] = {}
    joints: dict[Language, str] = {}
    compositions: tuple[Composition, ...] = ()
    terms: dict[str, Phrases]
    topics: dict[str, Phrases]


def read_lexicon(content: str, source: str = "lexicon.yaml") -> Lexicon:
    """The lexicon in a YAML text. Raises LexiconError that lists every problem found."""
    lexicon: Lexicon = parse(Lexicon, content, source)
    problems = list(find_problems(lexicon))
    if problems:
        raise LexiconError("\n".join(f"{source}: {problem}" for problem in problems))
    return lexicon


def parse(model: type[Any], content: str, source: str) -> Any:
    """A YAML text as a value of a model. Raises LexiconError with the line or the field."""
    try:
        written = parse_yaml(content, source)
        return model.model_validate(written.value())
    except YamlError as error:
        raise LexiconError(str(error)) from error
    except ValidationError as error:
        raise LexiconError("\n".join(_explain(error, written))) from error


def _explain(error: ValidationError, written: YamlText) -> Iterator[str]:
    problems = error.errors()
    whole = [one for one in problems if len(one["loc"]) <= 1]
    missing = [str(one["loc"][0]) for one in whole if one["type"] == "missing"]
    if len(missing) > 1 or any(not one["loc"] for one in whole):
        lacks = f"it lacks {', '.join(missing)}" if missing else "it holds no keys with values"
        yield (
            f"{written.file_name}: not the file that is meant: {lacks}. Name a changed copy of "
            f"{LEXICON_FILE.name} for --lexicon, of rules.yaml for --rules."
        )
        return
    for problem in problems:
        yield written.at(problem["loc"], _in_words(problem))


def _in_words(problem: ErrorDetails) -> str:
    """What is wrong with a value and the mend."""
    kind, given = problem["type"], str(problem["input"])[:60]
    told = {
        "missing": "this key is missing. Add it.",
        "extra_forbidden": "no such key is known here. Correct its spelling or take it out.",
        "string_type": f"{given} must be text. Put it in quotes.",
        "bool_type": f"{given!r} must be true or false.",
        "bool_parsing": f"{given!r} must be true or false.",
        "int_type": f"{given!r} must be a whole number.",
        "int_parsing": f"{given!r} must be a whole number.",
        "tuple_type": f"{given!r} must be a list: [one, other].",
        "dict_type": f"{given!r} must be keys with values: {{fr: [one, other]}}.",
        "model_type": f"{given!r} must be keys with values: {{id: …, name: …}}.",
    }
    if kind in told:
        return told[kind]
    limits = problem.get("ctx", {})
    if "le" in limits or "ge" in limits:
        bound = f"at most {limits['le']}" if "le" in limits else f"at least {limits['ge']}"
        return f"{given} must be {bound}."
    wanted = limits.get("pattern") or limits.get("expected") or limits.get("error")
    return f"{given!r} cannot stand here; it must be like {wanted or problem['msg']}."


def find_problems(lexicon: Lexicon) -> Iterator[str]:
    """What the shape alone cannot tell: repeated, empty, unknown."""
    owners: dict[str, str] = {}
    known = {ABROAD, *lexicon.groups, *lexicon.terms, *(entity.id for entity in lexicon.entities)}
    seen: set[str] = set()
    known_as: dict[str, str] = {}
    for entity in lexicon.entities:
        number = entity.wikidata_id
        if number and known_as.setdefault(number, entity.id) != entity.id:
            yield f"{known_as[number]!r} and {entity.id!r} have the same wikidata_id {number}."
        if entity.id in seen:
            yield f"entity {entity.id!r} is defined twice; merge the two."
        seen.add(entity.id)
        for group in (entity.group, entity.counts_as):
            if group and group not in {*lexicon.groups, "none"}:
                yield (
                    f"entity {entity.id!r} has the unknown group {group!r}; "
                    f"known are {', '.join(lexicon.groups)}."
                )
        yield from _find_alias_problems(entity, owners)
        yield from _find_requirement_problems(entity, known)
    for kind, lists in (("term", lexicon.terms), ("topic", lexicon.topics)):
        for name, phrases in lists.items():
            for phrase in (phrase for values in phrases.values() for phrase in values):
                if not comparable(phrase.removesuffix("*")):
                    yield f"{kind} {name!r}: {phrase!r} folds to nothing; remove it."


def _find_alias_problems(entity: Entity, owners: dict[str, str]) -> Iterator[str]:
    shorts = (phrase for phrases in entity.short_forms.values() for phrase in phrases)
    signs = (phrase for phrases in entity.signs.values() for phrase in phrases)
    for alias in (*entity.full_forms(), *shorts, *signs):
        if not comparable(alias):
            yield f"entity {entity.id!r}: alias {alias!r} folds to nothing; remove it."
    for alias in entity.full_forms():
        key = alias if alias in entity.exact_case else comparable(alias)
        owner = owners.setdefault(key, entity.id)
        if owner != entity.id:
            yield (
                f"alias {alias!r} belongs to both {owner!r} and {entity.id!r}; "
                "leave it with one, or tell them apart by a longer form."
            )


def _find_requirement_problems(entity: Entity, known: set[str]) -> Iterator[str]:
    listed = (*entity.aliases.values(), *entity.short_forms.values())
    forms = {*entity.full_forms(), *(phrase for phrases in listed for phrase in phrases)}
    for name in entity.short_forms_follow:
        if name not in known:
            yield f"the short forms of {entity.id!r} follow {name!r}, which this file lacks."
    for requirement in entity.requires:
        for name in (*requirement.near, *requirement.not_near):
            if name not in known:
                yield (
                    f"entity {entity.id!r} requires {name!r}, "
                    "which is no group, entity or term list of this file."
                )
        for alias in requirement.aliases:
            if alias not in forms:
                yield f"entity {entity.id!r} requires company for {alias!r}, not one of its names."


def spell_out(phrase: str) -> Iterator[str]:
    """The phrases that "{Bureau|Office} {de l'ONU|onusien}" stands for, here four."""
    choices = [part.split("|") for part in re.split(r"[{}]", phrase)]
    for chosen in product(*choices):
        yield re.sub(" +", " ", "".join(chosen)).strip()


# Building the patterns asks for the same few thousand phrases fifty thousand times.
@cache
def comparable(phrase: str) -> str:
    """A phrase as it is compared: folded, single spaces, no space at its ends."""
    return re.sub(r"\s+", " ", fold(phrase).text).strip()
