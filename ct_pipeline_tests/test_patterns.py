"""No pattern takes for ever: what it repeats, repeated, costs no high power of its length.

Exponential ones are told by some dozen repetitions, those of the fourth power and more by some
hundreds. What a pattern is given its station bounds besides (`benchmarks/bench_worst_inputs.py`).
"""

from __future__ import annotations

import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import ct_pipeline
from ct_pipeline_tests.fuzzing.pumps import Pump, pumps_of

# Repetitions, and seconds of the processor of which a sound pattern needs a hundredth. Small steps
# first: what doubles with each repetition would not come back from the largest.
TRIES = ((20, 0.03), (24, 0.03), (32, 0.03), (40, 0.03), (80, 0.1), (250, 0.2))
ROOMS = (
    *("feeds", "pages", "articles", "copies", "relevance", "history", "stories", "ledger"),
    *("alerts", "language", "inputs", "web", "publishing"),
)


def patterns(room: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Every pattern that a module of a room names."""
    folder = import_module(f"ct_pipeline.{room}")
    for found in pkgutil.walk_packages(folder.__path__, f"{folder.__name__}."):
        for name, value in vars(import_module(found.name)).items():
            listed = value.values() if isinstance(value, dict) else value
            several = listed if isinstance(value, dict | list | tuple) else [value]
            for one in several:
                if isinstance(one, re.Pattern):
                    yield f"{found.name}.{name}", one


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    """Of the processor, to find all matches in a text."""
    given = text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    for _ in pattern.finditer(given):
        pass
    return time.process_time() - began


def too_slow(pattern: re.Pattern[Any]) -> Pump | None:
    """What takes a pattern for ever."""
    for pump in pumps_of(pattern):
        for times, most in TRIES:
            text = pump.text(times)
            if seconds(pattern, text) > most and seconds(pattern, text) > most:
                return pump
    return None


@pytest.mark.parametrize("room", ROOMS)
def test_no_pattern_of_a_room_takes_for_ever(room: str) -> None:
    slow = {name: pump for name, one in patterns(room) if (pump := too_slow(one))}
    assert slow == {}


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:\s*(?:-->|/\*.*?\*/|;))+\s*$",
        r"\d\d:\d\d\s*(?:am)?\s*(?:h)?\s*\(?\s*(?:GMT)",
    ],
)
def test_one_that_does_is_found(pattern: str) -> None:
    assert too_slow(re.compile(pattern))


def test_packages_are_those_of_the_house() -> None:
    assert {f"ct_pipeline.{room}" for room in ROOMS} <= {
        found.name for found in pkgutil.iter_modules(ct_pipeline.__path__, "ct_pipeline.")
    }
