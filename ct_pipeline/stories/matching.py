"""Names of two texts that mean the same: written alike, or alike in their consonants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from rapidfuzz import fuzz

from ct_pipeline.stories.names import is_given_name, may_be_given_name, skeletons, vowelled

LEAST_LETTERS = 4
LEAST_SOUNDS = 3  # consonants; three of them agree by chance, so the vowels must agree too
LEAST_RUN_SOUNDS = 4
ALIKE_RATIO = 75.0
SURE, WHOLE_NAME = 1.2, 2.0  # what sharing one word of a name says, and two that stand together
GIVEN_NAME, BY_CHANCE = 0.3, 0.2


@dataclass(frozen=True)
class NamedWords:
    """The names of a text and what else may be one, by their words and consonants.

    `sounds` and `loose` lead from consonants to words; `runs` are the consonants of two words that
    stand side by side, written together.
    """

    names: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    sounds: dict[str, tuple[str, ...]]
    loose_words: frozenset[str]
    loose: dict[str, tuple[str, ...]]
    runs: frozenset[str]

    @cached_property
    def keys(self) -> frozenset[str]:
        """All words and consonants: a name that has none of these is not held."""
        return self.words.union(self.loose_words, self.sounds, self.loose, self.runs)

    @classmethod
    def of(cls, names: Iterable[str], others: Sequence[str]) -> NamedWords:
        """`others` are the words that may be names, in their order."""
        split = tuple(tuple(name.split()) for name in sorted(names))
        tokens = {token for name in split for token in name}
        return cls(
            split,
            frozenset(tokens),
            _by_sound(tokens),
            frozenset(others),
            _by_sound(others),
            frozenset().union(*(runs_of(row) for row in (*split, others))),
        )


def runs_of(words: Sequence[str]) -> frozenset[str]:
    """The consonants of each two words that stand side by side, where they are enough to tell."""
    return frozenset().union(*map(_run_together, words, words[1:]))


@lru_cache(maxsize=200_000)
def _run_together(first: str, second: str) -> frozenset[str]:
    return frozenset(
        one + other
        for one in skeletons(first)
        for other in skeletons(second)
        if len(one) + len(other) >= LEAST_RUN_SOUNDS
    )


def list_sounds(names: Iterable[str], others: Sequence[str]) -> dict[str, bool]:
    """What a database can find a shared name by: consonants, and whether a known name has them.

    Of names those of their words and of each two of them; of other words their own, and those of
    two where the first is a first name: a short name in Arabic is found by nothing else.
    """
    found = dict.fromkeys(chain.from_iterable(map(_telling_sounds, others)), False)
    for first, second in pairwise(others):
        if may_be_given_name(first):
            found.update((run, False) for run in _long_runs((first, second)))
    for name in names:
        words = name.split()
        found.update((run, True) for run in _long_runs(words))
        found.update(
            (sound, True)
            for word in words
            for sound in _telling_sounds(word)
            if not is_given_name(word)
        )
    return found


@lru_cache(maxsize=100_000)
def _telling_sounds(word: str) -> frozenset[str]:
    return frozenset(sound for sound in skeletons(word) if len(sound) >= LEAST_RUN_SOUNDS)


def list_place_sounds(towns: Iterable[str]) -> frozenset[str]:
    """The consonants of towns' folded names: what one text's gazetteer knows another may not."""
    sounds = (sound for town in towns for word in town.split() for sound in skeletons(word))
    return frozenset(sound for sound in sounds if len(sound) >= LEAST_SOUNDS)


def _long_runs(words: Sequence[str]) -> Iterator[str]:
    return (run for run in runs_of(words) if len(run) > LEAST_RUN_SOUNDS)


def share_names(a: NamedWords, b: NamedWords) -> dict[str, float]:
    """Each name that both hold, as one of them writes it, with what sharing it says."""
    found: dict[str, float] = {}
    for ours, theirs in ((a, b), (b, a)):
        for name in ours.names:
            if (weight := _weigh(name, theirs)) > 0:
                found[" ".join(name)] = weight
    return _without_repeats(found)


def holds_name(words: Iterable[str], text: NamedWords) -> bool:
    """Whether a text holds a name, however it writes it."""
    return _weigh(tuple(words), text) >= SURE


def blur(sound: str) -> str:
    """Consonants without the difference between k and j: what Latin letters write with a g, Arabic
    ones write with any of three."""
    return sound.replace("j", "k")


def _by_sound(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in words:
        for sound in skeletons(word):
            found.setdefault(sound, []).append(word)
    return {sound: tuple(written) for sound, written in found.items()}


def keys_of(name: tuple[str, ...]) -> frozenset[str]:
    """The words and consonants of a name: a text that has none of these among its `keys` does not
    hold it."""
    return _spoken(name).keys


def _weigh(name: tuple[str, ...], other: NamedWords) -> float:
    spoken = _spoken(name)
    if spoken.keys.isdisjoint(other.keys):
        return 0.0
    if any(run in other.runs or run in other.sounds for run in spoken.runs):
        return WHOLE_NAME
    return min(sum(_weigh_word(*word, other) for word in spoken.words), WHOLE_NAME)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Each word of a name with its consonants and what sharing it says at most; the runs."""

    words: tuple[tuple[str, str, float], ...]
    runs: tuple[str, ...]
    keys: frozenset[str]


@lru_cache(maxsize=100_000)
def _spoken(name: tuple[str, ...]) -> _Spoken:
    words = tuple(
        (
            word,
            max(skeletons(word), key=len, default=""),
            GIVEN_NAME if is_given_name(word) else SURE,
        )
        for word in name
    )
    runs = tuple(runs_of(name))
    return _Spoken(words, runs, frozenset(runs).union(*(written[:2] for written in words)))


def _weigh_word(word: str, sound: str, most: float, other: NamedWords) -> float:
    if len(word) >= LEAST_LETTERS and (word in other.words or word in other.loose_words):
        return most
    if len(sound) >= LEAST_RUN_SOUNDS and (
        sound in other.sounds or sound in other.loose or sound in other.runs
    ):
        return most
    alike = (
        *other.sounds.get(sound, ()),
        *(other.loose.get(sound, ()) if len(sound) >= LEAST_SOUNDS else ()),
    )
    if any(_are_alike(word, written) for written in alike):
        return most
    return BY_CHANCE if alike and len(sound) >= LEAST_SOUNDS else 0.0


@lru_cache(maxsize=100_000)
def _are_alike(one: str, other: str) -> bool:
    """Whether two words of the same consonants agree in their vowels as well."""
    return len(one) >= LEAST_LETTERS and any(
        fuzz.ratio(ours, theirs) >= ALIKE_RATIO
        for ours in vowelled(one)
        for theirs in vowelled(other)
    )


def _without_repeats(found: dict[str, float]) -> dict[str, float]:
    """One entry for a name that each text writes its own way."""
    kept: dict[str, float] = {}
    seen: list[set[str]] = []
    for name, weight in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        sounds = {sound for word in name.split() for sound in skeletons(word) if sound}
        if not any(sounds & known for known in seen):
            kept[name] = weight
            seen.append(sounds)
    return kept
