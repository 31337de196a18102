"""Which earlier versions of an article are versions of the text that it is now.

What an agency or outlet mends in its own text stays that text, however many figures and names
changed: copies made before carry the older version, and are copies of it all the same. A page that
holds another article now has left its earlier text behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rapidfuzz.distance import LCSseq

from ct_pipeline.copies.compare import compare
from ct_pipeline.copies.normalise import NormalisedText
from ct_pipeline.copies.relate import LEAST_WORDS, WINDOW_DAYS, days_between
from ct_pipeline.copies.shingled import Shingled
from ct_pipeline.copies.slots import IDENTIFYING

LEAST_KEPT = 0.5
MOST_VERSIONS = 5  # of one article that are compared: the first and the last ones

Version = tuple[NormalisedText, date | None, date | None]  # with the days of its published interval


def find_lineage(versions: Sequence[Version]) -> list[int]:
    """The numbers of the versions (oldest first) that lead to the last one, without repeats.

    The last one is always among them; of very many the first and the last ones stay.
    """
    lineage = [len(versions) - 1]
    for number in range(len(versions) - 2, -1, -1):
        if not _is_one_text(versions[number], versions[number + 1]):
            break
        lineage.append(number)
    lineage.reverse()
    distinct: dict[str, int] = {}
    for number in lineage:
        distinct[versions[number][0].body_hash] = number  # of equal versions the last one
    kept = sorted(distinct.values())
    return kept if len(kept) <= MOST_VERSIONS else [kept[0], *kept[1 - MOST_VERSIONS :]]


def _is_one_text(older: Version, newer: Version) -> bool:
    """Whether half of the shorter version stands in the other; and not the bulletin of another
    month, put in the place of the last one days later."""
    (one, *days), (other, *other_days) = older, newer
    if min(len(one.words), len(other.words)) < LEAST_WORDS:
        shared = LCSseq.similarity(one.words.tolist(), other.words.tolist())
        return shared >= LEAST_KEPT * max(min(len(one.words), len(other.words)), 1)
    found = compare(Shingled.of(one), Shingled.of(other))
    is_other_issue = days_between(*days, *other_days) > WINDOW_DAYS and any(
        conflict.is_in_lead and conflict.kind in IDENTIFYING for conflict in found.conflicts
    )
    return max(found.passages_a, found.passages_b) >= LEAST_KEPT and not is_other_issue
