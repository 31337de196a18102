"""Someone who says or does a thing, and the phrases that name him."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ct_pipeline.ledger.people.cast import Appearance, Cast, Person
from ct_pipeline.ledger.people.phrases import families_of, phrase_end
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.words.vocabulary import fold_word

BODIES = frozenset(
    (
        "un_ct_body",
        "moroccan_body",
        "intl_ct_body",
        "intl_process",
        "un_group",
        "un_other",
        "un_ct_instrument",
        "event_series",
        "country",
        "body",
    )
)
NO_DOERS = frozenset(("event_series", "un_ct_instrument", "intl_process"))
_LINKS = ("article", "of", "preposition", "former", "role", "rank", "and", "next")
_HOMES = ("country", "demonym", "city", "place")
_DIPLOMACY = frozenset("diplomatie diplomacy diplomacia دبلوماسيه الدبلوماسيه".split())


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is meant: `id` of the lexicon or an ISO country code; `person` where it is one."""

    kind: str  # person, body, country, document, joint, unnamed
    id: str | None = None
    name: str | None = None
    role: str | None = None
    person: Person | None = field(default=None, compare=False)
    parts: tuple[Actor, ...] = ()
    start: int = 0
    end: int = 0
    outer: int | None = None  # where its title or role begins

    @property
    def opening(self) -> int:
        """Where the whole phrase begins."""
        return self.start if self.outer is None else self.outer


def joint(sentence: Sentence, parts: tuple[Actor, Actor], start: int, end: int) -> Actor:
    """Two who do a thing together."""
    return Actor("joint", None, sentence.surface(start, end), None, None, parts, start, end)


def document(name: str, start: int, end: int) -> Actor:
    """A text that speaks."""
    return Actor("document", None, name, None, None, (), start, end)


def is_possessor(sentence: Sentence, named: Named, end: int) -> bool:
    """Whether a name only tells whose: "Morocco's minister", "UNOCT officials"."""
    tokens = sentence.tokens
    if named.end >= end:
        return False
    if tokens[named.end].surface in "'’" and sentence.language == "en":
        return True
    return sentence.language == "en" and bool(
        tokens[named.end].tags.keys() & {"role", "group", "document"}
    )


def issuing_body(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The body that a document is of: "a statement from the interior ministry"."""
    tokens = sentence.tokens
    for index in range(start, min(end, len(tokens))):
        if "body" not in tokens[index].tags:
            continue
        first = index
        while (
            sentence.language == "en"
            and first > start
            and tokens[first - 1].is_word
            and not tokens[first - 1].tags.keys() & {"article", "of", "preposition"}
        ):
            first -= 1
        return first, max(phrase_end(sentence, index, tokens[index].tags["body"]), index + 1)
    return None


def _is_led_by_role(sentence: Sentence, index: int) -> bool:
    """ "the army spokesman": the noun that an English phrase is about comes last."""
    for token in sentence.tokens[index + 1 : index + 4]:
        if not token.is_word or token.tags.keys() & {"preposition", "of", "and", "who", "that"}:
            return False
        if token.tags.keys() & {"role", "group"}:
            return True
    return False


def is_body(sentence: Sentence, index: int) -> bool:
    """Whether a noun is an institution: by our lists, or a proper name that begins no sentence."""
    token = sentence.tokens[index]
    if token.tags.keys() & {"role", "rank", "group"}:
        return False
    if sentence.language == "en" and _is_led_by_role(sentence, index):
        return False
    if "body" in token.tags:
        return True
    proper = token.is_capital and index > 1 and sentence.language != "ar" and not token.tags
    return proper and token.surface.isalpha() and len(token.surface) > 1


def of_person(person: Person) -> Actor:
    return Actor("person", person.entity_id, person.name, person.role, person)


def is_possessive(sentence: Sentence, end: int) -> bool:
    """Whether 's follows: "Senegal's minister"."""
    tokens = sentence.tokens
    return end + 1 < len(tokens) and tokens[end].surface in "'’" and tokens[end + 1].form == "s"


def is_office(sentence: Sentence, named: Named) -> bool:
    """Whether a name of a body is that of its head.

    "المسؤول الأممي", "the UN counter-terrorism chief".
    """
    tokens = sentence.tokens[named.start : named.end]
    return any(
        token.tags.keys() & {"role", "official"} and not token.tags.keys() & {"body"}
        for token in tokens[:1] + tokens[-1:]
    )


def of_name(sentence: Sentence, named: Named) -> Actor:
    kind = "country" if named.kind == "country" else "event" if named.kind in NO_DOERS else "body"
    start = named.start
    before = sentence.tokens[start - 1].tags if start else {}
    if "article" in before and before.keys().isdisjoint(("preposition", "that")):
        start -= 1
    elif (
        start > 1
        and sentence.tokens[start - 1].surface in "'’"
        and sentence.tokens[start - 2].tags.keys() & {"article"}
    ):
        start -= 2
    name = named.text if sentence.language == "ar" else sentence.surface(start, named.end)
    return Actor(kind, named.id, name, None, None, (), start, named.end)


def skip(sentence: Sentence, start: int, end: int) -> int:
    """Past conjunctions, adverbs and marks at the beginning of a phrase."""
    tokens = sentence.tokens
    while start < end:
        token = tokens[start]
        after = max(
            token.tags.get("adverb", 0),
            token.tags.get("time", 0),
            token.tags.get("and", 0),
            token.tags.get("while", 0),
        )
        if token.tags.keys() & {"article", "role", "rank", "body"} and token.surface not in ",":
            return start
        if after > start:
            start = after
        elif not token.is_word and token.surface not in '«“"':
            start += 1
        else:
            return start
    return start


def governed(sentence: Sentence, one: Appearance, start: int) -> bool:
    """Whether a person is named only within another phrase: "un proche de M. X"."""
    before = one.mention.outer_start - 1
    tokens = sentence.tokens
    while before >= start and (tokens[before].surface in "'’" or "article" in tokens[before].tags):
        before -= 1
    if before < start:
        return False
    return bool(tokens[before].tags.keys() & {"preposition", "of"}) and before > start


def joined(sentence: Sentence, end: int, start: int) -> bool:
    """Whether two names are joined by "and", with an article between at most."""
    between = sentence.tokens[end:start]
    if (
        sentence.language == "ar"
        and start < len(sentence.tokens)
        and sentence.tokens[start].prefix.startswith("و")
        and not between
    ):
        return True
    words = [token for token in between if token.is_word and "article" not in token.tags]
    return (
        len(words) == 1 and "and" in words[0].tags and words[0].form in ("et", "and", "y", "e", "و")
    )


def is_definite(sentence: Sentence, start: int) -> bool:
    token = sentence.tokens[start]
    if sentence.language == "ar":
        return token.form.startswith("ال") or bool(token.tags.keys() & {"the", "counterpart"})
    return "the" in token.tags


def _homes(sentence: Sentence, start: int, end: int) -> Iterator[Named]:
    """The countries in a phrase: "the representative of Ghana", "le ministre tchadien"."""
    found = sentence.names_between(start, end)
    return (one for one in found if one.kind in ("country", "demonym"))


def _is_of_other(person: Person, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a minister is said to be of what someone is no minister of: "el de Interior"."""
    tokens = sentence.tokens[start:end]
    if not any("family_minister" in token.tags for token in tokens):
        return False
    of_state = {at for one in _homes(sentence, start, end) for at in range(one.start, one.end)}
    ours = {
        token.form.removeprefix("ال")
        for at, token in enumerate(tokens, start)
        if token.is_word and len(token.form) > 3 and at not in of_state
        and token.tags.keys().isdisjoint(_LINKS) and token.form not in _DIPLOMACY
    }  # fmt: skip
    theirs = {
        fold_word(word).removeprefix("ال")
        for role, _ in person.roles
        if "family_minister" in role.families
        for word in role.text.replace("'", " ").replace("’", " ").split()
    }
    is_told = any(len(role.text.split()) > 1 for role, _ in person.roles)
    return bool(ours and theirs and is_told) and ours.isdisjoint(theirs)


def person_of_role(
    cast: Cast, focus: Actor | None, sentence: Sentence, start: int, end: int
) -> Person | None:
    """The person named before whom a definite role means."""
    tokens = sentence.tokens[start:end]
    nouns = [
        token.form.removeprefix("ال")
        for token in tokens
        if "role" in token.tags or "rank" in token.tags
    ]
    nouns += [f"ال{noun}" for noun in nouns]
    known = cast.latest(sentence.number, start)
    homes = {one.country or one.id for one in _homes(sentence, start, end)}
    if homes:
        known = [one for one in known if not one.homes or one.homes & homes]
    if any("counterpart" in token.tags for token in tokens) and focus and focus.person:
        others = [one for one in known if one is not focus.person]
        bodies = any(one.kind not in _HOMES for one in sentence.names_between(start, end))
        named = bodies or any(token.is_capital for token in tokens[1:])
        if named and not homes:
            return None  # "son homologue d'Interpol"
        return next((one for one in others if not homes or one.homes & homes), None)
    if any(token.form in _DIPLOMACY for token in tokens):
        nouns += ["ministre", "minister", "ministro", "وزير", "canciller", "ministra"]
    for person in known:
        if nouns and person.is_a(nouns) and not _is_of_other(person, sentence, start, end):
            return person
    families = families_of(sentence, start, end)
    for person in known:
        if families and person.is_of(families) and not _is_of_other(person, sentence, start, end):
            return person
    is_loose = any(token.tags.keys() & {"official", "diplomat"} for token in tokens)
    if is_loose and known:
        if focus and focus.person:
            return focus.person
        return known[0]
    return None
