"""Who is who in one text: names that belong together, and what each person is said to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ct_pipeline.ledger.people import arabic, latin
from ct_pipeline.ledger.people.mentions import PersonMention, Role
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.words.vocabulary import fold_word


@dataclass(slots=True, eq=False)
class Person:
    """One person of a text; `name` is the fullest form, `roles` in the order of the text."""

    entity_id: str | None
    name: str
    names: list[str] = field(default_factory=list)
    roles: list[tuple[Role, int]] = field(default_factory=list)
    feminine: bool | None = None
    homes: set[str] = field(default_factory=set)  # the countries that the roles name

    @property
    def role(self) -> str | None:
        """What the person is, in the words that say most."""
        return max((role.text for role, _ in self.roles), key=_weight, default=None)

    def is_a(self, nouns: Iterable[str]) -> bool:
        """Whether one of the roles is said with one of these nouns."""
        wanted = set(nouns)
        return any(not wanted.isdisjoint(_nouns(role)) for role, _ in self.roles)

    def is_of(self, families: frozenset[str]) -> bool:
        """Whether one of the roles is of a kind of office."""
        return any(not families.isdisjoint(role.families) for role, _ in self.roles)


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person named at a place of the text."""

    sentence: int
    mention: PersonMention
    person: Person


class Cast:
    """The persons of a text and where they are named."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.persons: list[Person] = []
        self.appearances: list[Appearance] = []
        self._by_sentence: dict[int, list[Appearance]] = {}
        found = []
        for sentence in sentences:
            find = arabic.find_persons if sentence.language == "ar" else latin.find_persons
            found.append((sentence, find(sentence)))
        for sentence, mentions in found:
            for mention in mentions:
                self._add(sentence, mention, self._enter(mention, sentence.number))
            names = [(one.start, one.end) for one in mentions]
            sentence.verbs = [
                verb for verb in sentence.verbs
                if not any(start <= verb.head < end for start, end in names)
            ]  # fmt: skip
        surnames = {
            name_words(person.name)[-1]: person
            for person in self.persons
            if len(name_words(person.name)) > 1
        }
        for sentence, _ in found if surnames else ():
            for mention in self._surnames(sentence, surnames):
                self._add(sentence, mention, self._enter(mention, sentence.number))
        self.appearances.sort(key=lambda one: (one.sentence, one.mention.start))
        for one in self._by_sentence.values():
            one.sort(key=lambda appearance: appearance.mention.start)

    def named_in(self, sentence: Sentence) -> list[Appearance]:
        """The persons that a sentence names, in order."""
        return self._by_sentence.get(sentence.number, [])

    def latest(self, sentence: int, token: int) -> list[Person]:
        """The persons named before a place, the last one first."""
        before = [
            one.person
            for one in self.appearances
            if (one.sentence, one.mention.start) < (sentence, token)
        ]
        return list(dict.fromkeys(reversed(before)))

    def _add(self, sentence: Sentence, mention: PersonMention, person: Person) -> None:
        for role in mention.roles:
            person.homes |= {
                one.country or one.id
                for one in sentence.names_between(role.start, role.end)
                if one.kind in ("country", "demonym")
            }
        appearance = Appearance(sentence.number, mention, person)
        self.appearances.append(appearance)
        self._by_sentence.setdefault(sentence.number, []).append(appearance)

    def _enter(self, mention: PersonMention, sentence: int) -> Person:
        person = self._known(mention)
        if person is None:
            person = Person(mention.entity_id, mention.name)
            self.persons.append(person)
        person.entity_id = person.entity_id or mention.entity_id
        if len(mention.name) > len(person.name):
            person.name = mention.name
        if mention.name not in person.names:
            person.names.append(mention.name)
        person.roles += [(role, sentence) for role in mention.roles]
        if mention.feminine is not None:
            person.feminine = mention.feminine
        return person

    def _known(self, mention: PersonMention) -> Person | None:
        words = name_words(mention.name)
        for person in self.persons:
            if mention.entity_id and person.entity_id:
                if person.entity_id == mention.entity_id:
                    return person
                continue
            if any(_same_name(words, name_words(name)) for name in person.names):
                return person
        return None

    def _surnames(
        self, sentence: Sentence, surnames: Mapping[str, Person]
    ) -> Iterable[PersonMention]:
        """Surnames alone of persons that the text names in full."""
        taken = {
            index
            for one in self.named_in(sentence)
            for index in range(one.mention.outer_start, one.mention.outer_end)
        }
        for index, token in enumerate(sentence.tokens):
            if index in taken or not token.is_word:
                continue
            bare = token.form
            if sentence.language == "ar":
                bare = token.form.removeprefix("و")
                bare = bare if bare in surnames else bare.removeprefix("ال")
            elif not token.is_capital:
                continue
            person = surnames.get(bare) or surnames.get(token.form)
            named = sentence.named_at(index)
            is_town = named is not None and named.kind == "city" and not named.located
            if person and (named is None or named.kind == "person" or is_town):
                surface = (
                    token.surface.removeprefix("و") if sentence.language == "ar" else token.surface
                )
                yield PersonMention(
                    index, index + 1, index, index + 1, surface, None, (), is_titled=False
                )


@lru_cache(maxsize=10_000)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without marks."""
    words = [
        fold_word(word)
        for word in name.replace("-", " ").replace("’", " ").replace("'", " ").split()
    ]
    return tuple(word.removeprefix("ال") if len(word) > 4 else word for word in words) or (name,)


def _same_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two names of one text are one person's: one is the end of the other."""
    shorter, longer = sorted((left, right), key=len)
    return longer[-len(shorter) :] == shorter or (
        len(shorter) > 1 and (shorter[0], shorter[-1]) == (longer[0], longer[-1])
    )


def _nouns(role: Role) -> set[str]:
    return {fold_word(word) for word in role.text.replace("-", " ").split()} | {role.noun}


def _weight(role: str) -> tuple[int, int]:
    words = len(role.split())
    return (min(words, 2), -abs(words - 4))
