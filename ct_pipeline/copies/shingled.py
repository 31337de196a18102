"""A normalised text with its shingles as a set, ready to be laid beside another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ct_pipeline.copies.normalise import Hashes, NormalisedText, Places
from ct_pipeline.copies.sketch import shingles


@dataclass(frozen=True, slots=True, eq=False)
class Shingled:
    """A normalised text with its shingles as a sorted set: the first place of each in the text and
    how often it stands there, and for each place in the text the number of its shingle."""

    text: NormalisedText
    distinct: Hashes
    places: Places
    numbers: Places
    counts: Places

    @classmethod
    def of(cls, text: NormalisedText) -> Shingled:
        """The shingles of a text."""
        found = np.unique(
            shingles(text), return_index=True, return_inverse=True, return_counts=True
        )
        return cls(text, *found)


def common_places(a: Hashes, b: Hashes) -> tuple[Places, Places]:
    """Where in each of two sorted sets the hashes stand that both hold."""
    if not len(b):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    places = np.minimum(np.searchsorted(b, a), len(b) - 1)
    in_a = np.flatnonzero(b[places] == a)
    return in_a, places[in_a]
