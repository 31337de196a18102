"""Whatever reads bytes from outside raises nothing: on sound input, on any, on what was found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline_tests.fuzzing.kept import KEPT, kept_inputs
from ct_pipeline_tests.fuzzing.targets import SOUND, TARGETS

FOUND = [
    (target, name, data)
    for target in TARGETS
    for name, data in {
        **kept_inputs(target),
        **{f"sound {number}": data for number, data in enumerate(SOUND[target])},
    }.items()
]


@pytest.mark.parametrize(("target", "name", "data"), FOUND, ids=[f"{t} {n}" for t, n, _ in FOUND])
def test_what_was_found_and_what_is_sound_is_read(target: str, name: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_any_bytes_are_read(target: str) -> None:
    @settings(max_examples=15)
    @given(st.binary(max_size=300), st.sampled_from(SOUND[target]), st.integers(0, 2_000))
    def read(noise: bytes, sound: bytes, place: int) -> None:
        TARGETS[target](sound[:place] + noise + sound[place + len(noise) :])

    read()


def test_every_input_that_is_kept_is_of_a_target() -> None:
    assert {file.name.partition("-")[0] for file in KEPT.glob("*")} <= set(TARGETS)
