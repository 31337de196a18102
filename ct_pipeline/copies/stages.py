"""At which stage of its course a thing stands: closed or open again, wanted or found, due or done.

What a text says of it stands in its headline and first words; the background of a development is
often that of the text before it, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from ct_pipeline.language.folding import fold
from ct_pipeline.language.proclitics import starts_word

AHEAD = "ahead"
_HEADING = re.compile(r"\[([^\]]+)\]")

Stage = tuple[str, str]  # course, stage


# One text is compared with many, one after the other. Few are kept: a text may have megabytes.
@lru_cache(maxsize=64)
def find_stages(text: str, language: str) -> frozenset[Stage]:
    """The stages that a text names, each with its course; `AHEAD` is a course of its own.

    None in a language that the list does not know.
    """
    return frozenset(stage for stage, _, _ in locate_stages(fold(text).text, language))


def locate_stages(folded: str, language: str) -> Iterator[tuple[Stage, int, int]]:
    """Each stage that a folded text names, with the place of the words."""
    if language not in _automatons():
        return
    automaton, values = _automatons()[language]
    for index, start, end in automaton.find_matches_as_indexes(folded, overlapping=True):
        stages, is_prefix, is_arabic = values[index]
        ends_word = end == len(folded) or not folded[end].isalnum()
        if (ends_word or is_prefix) and starts_word(folded, start, is_arabic=is_arabic):
            yield from ((stage, start, end) for stage in stages)


@cache
def _automatons() -> dict[str, tuple[AhoCorasick, list[tuple[set[Stage], bool, bool]]]]:
    """By language, the phrases of `stages.txt`."""
    phrases: dict[str, dict[str, tuple[set[Stage], bool, bool]]] = {}
    language = course = ""
    for line in (files("ct_pipeline.copies") / "stages.txt").read_text("utf-8").splitlines():
        line = line.strip()
        if heading := _HEADING.fullmatch(line):
            language, course = heading[1].split()
        elif line and not line.startswith("#"):
            stage, _, words = line.partition(": ")
            for word in words.split(","):
                stem = word.strip().removesuffix("*")
                folded = fold(stem).text.strip()
                is_arabic = "\u0621" <= folded[0] <= "\u064a"
                known = phrases.setdefault(language, {}).setdefault(
                    folded, (set(), stem != word.strip(), is_arabic)
                )
                known[0].add((course, stage))
    return {
        language: (AhoCorasick(list(known)), list(known.values()))
        for language, known in phrases.items()
    }
