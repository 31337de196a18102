"""Runs of equal words in the order of both texts, at a cost that two very long texts cannot raise.

A longest common subsequence costs the product of both lengths. It is sought at once where that is
small; longer texts are first held together at the shingles that each has but once, and only what
lies between two of these is aligned word by word (the idea of patience diff, Bram Cohen).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
from rapidfuzz.distance import LCSseq, MatchingBlock

from ct_pipeline.copies.shingled import Shingled, common_places
from ct_pipeline.copies.sketch import SHINGLE_WORDS

SLOT_WORDS = 5
LONGEST_SLOT_WORDS = 8  # where both texts fill it with as many: day, town and country in a row
LEAST_RUN = 3
LEAST_CHAIN_WORDS = 15
LARGEST_TABLE = 1 << 22  # product of two lengths; half a megabyte and a millisecond or two

Chains = list[list[MatchingBlock]]


def align(a: Shingled, b: Shingled) -> Chains:
    """Chains of runs of equal words, in order.

    A run has at least three words, the gaps within a chain at most five on either side or eight on
    both, a chain at least fifteen words: unrelated texts of one language share runs, but no chains.
    In texts so long that they are held together by shingles, a stretch without one of its own in
    common, longer than two thousand words on either side, is left unaligned.
    """
    chains: Chains = []
    for run in _runs(a, b):
        before = chains[-1][-1] if chains else None
        if before is not None and _is_near(before, run):
            chains[-1].append(run)
        else:
            chains.append([run])
    return [chain for chain in chains if sum(run.size for run in chain) >= LEAST_CHAIN_WORDS]


def _runs(a: Shingled, b: Shingled) -> Iterator[MatchingBlock]:
    words_a, words_b = a.text.words, b.text.words
    _, numbers = np.unique(np.concatenate((words_a, words_b)), return_inverse=True)
    # One private character per distinct word, past the surrogates: rapidfuzz is fastest on strings.
    letters = (numbers + 0xE000).astype("<u4").tobytes().decode("utf-32-le")
    text_a, text_b = letters[: len(words_a)], letters[len(words_a) :]
    ends = [*_held(a, b), MatchingBlock(len(text_a), len(text_b), 0)]
    last_a = last_b = 0
    for held in ends:
        yield from _between(text_a, text_b, last_a, last_b, held)
        if held.size:
            yield held
        last_a, last_b = held.a + held.size, held.b + held.size


def _between(
    a: str, b: str, first_a: int, first_b: int, held: MatchingBlock
) -> Iterator[MatchingBlock]:
    """The runs of a stretch before a held run; none of a stretch that is too large."""
    part_a, part_b = a[first_a : held.a], b[first_b : held.b]
    if part_a and part_b and len(part_a) * len(part_b) <= LARGEST_TABLE:
        for block in LCSseq.editops(part_a, part_b).as_matching_blocks():
            if block.size >= LEAST_RUN:
                yield MatchingBlock(block.a + first_a, block.b + first_b, block.size)


def _held(a: Shingled, b: Shingled) -> list[MatchingBlock]:
    """Runs around shingles that stand once in either text; none where both may be aligned whole."""
    if len(a.text.words) * len(b.text.words) <= LARGEST_TABLE:
        return []
    common_a, common_b = common_places(a.distinct, b.distinct)
    once = (a.counts[common_a] == 1) & (b.counts[common_b] == 1)
    places_a, places_b = a.places[common_a[once]], b.places[common_b[once]]
    order = np.argsort(places_a)
    places_a, places_b = places_a[order], places_b[order]
    breaks = np.flatnonzero((np.diff(places_a) != 1) | (np.diff(places_b) != 1)) + 1
    firsts = np.concatenate(([0], breaks)) if len(places_a) else breaks
    sizes = np.diff(np.concatenate((firsts, [len(places_a)]))) + SHINGLE_WORDS - 1
    blocks = [
        MatchingBlock(int(places_a[first]), int(places_b[first]), int(size))
        for first, size in zip(firsts, sizes, strict=True)
    ]
    return _apart(_rising(blocks))


def _rising(blocks: list[MatchingBlock]) -> list[MatchingBlock]:
    """The longest series of blocks that rise in both texts; they rise in the first already."""
    tails: list[int] = []
    numbers: list[int] = []
    before: list[int] = []
    for number, block in enumerate(blocks):
        place = bisect_left(tails, block.b)
        before.append(numbers[place - 1] if place else -1)
        tails[place : place + 1] = [block.b]
        numbers[place : place + 1] = [number]
    chosen = []
    number = numbers[-1] if numbers else -1
    while number >= 0:
        chosen.append(blocks[number])
        number = before[number]
    return chosen[::-1]


def _apart(blocks: list[MatchingBlock]) -> list[MatchingBlock]:
    """Blocks without the words that the block before took."""
    kept: list[MatchingBlock] = []
    end_a = end_b = 0
    for block in blocks:
        taken = max(end_a - block.a, end_b - block.b, 0)
        if taken < block.size:
            kept.append(MatchingBlock(block.a + taken, block.b + taken, block.size - taken))
            end_a, end_b = block.a + block.size, block.b + block.size
    return kept


def _is_near(before: MatchingBlock, after: MatchingBlock) -> bool:
    gaps = after.a - before.a - before.size, after.b - before.b - before.size
    return max(gaps) <= (LONGEST_SLOT_WORDS if gaps[0] == gaps[1] else SLOT_WORDS)
