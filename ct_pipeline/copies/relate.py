"""From measures to a word: what two texts are to each other, by stated rules.

Thresholds were measured on French agency copies, NEWS-COPY and Reuters-21578 and tuned on the
tuning half of `benchmarks/wire_families.py`; `docs/decisions/0050-wire-copies.md` tells how.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ct_pipeline.copies.compare import Comparison
from ct_pipeline.copies.slot_words import Kind
from ct_pipeline.copies.slots import IDENTIFYING

WINDOW_DAYS = 3
UPDATE_DAYS = 2
LEAST_WORDS = 40
LEAST_SHARED_SHINGLES = 8
COPY_SCORE = 0.65
UPDATE_SCORE = 0.5
REUSE_SCORE = 0.15
EXCERPT_SIDE = 1 / 3
EXCERPTED_SIDE = 0.8
INSIDE_SIDE = 0.5
WHOLE_SIDE = 0.9
LEAST_AROUND = 20  # words
TOLERATED_CONFLICTS = 2.0
TOLERATED_DENSITY = 0.8
TEMPLATE_CONFLICTS = 4.0
TEMPLATE_DENSITY = 2.5
LATE_SIDE = 0.65
OWN_LEAD_SHARE = 0.4
LEAST_PASSAGES = 0.5
SAME_LEAD_SHARE = 0.9
LONGEST_STANDFIRST = 90
LEAST_REST = 0.6
WHOLE_REST = 0.95
LEAST_KINSHIP = 0.15
LONG_REST = 0.75
LEAST_LONG_REST = 100  # words


class Relation(StrEnum):
    """The contract's vocabulary of `copy_edges.relation`."""

    EXACT_COPY = "exact_copy"
    NEAR_COPY = "near_copy"
    EXCERPT = "excerpt"
    ROUNDUP = "roundup"
    UPDATE = "update"
    TEMPLATE = "template"
    PARTIAL_REUSE = "partial_reuse"


JOINING = frozenset({Relation.EXACT_COPY, Relation.NEAR_COPY, Relation.EXCERPT})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What counts beside the texts: the days between them, and short texts' other evidence."""

    gap_days: int
    shortest_words: int
    has_equal_title: bool = False
    are_dated: bool = True
    title_conflicts: frozenset[Kind] = frozenset()
    has_moved_on: bool = False
    kinship: float = 0.0


def days_between(
    from_a: date | None, to_a: date | None, from_b: date | None, to_b: date | None
) -> int:
    """Whole days between two published intervals; 0 where they touch or one is unknown."""
    if from_a is None or to_a is None or from_b is None or to_b is None:
        return 0
    return max((from_b - to_a).days, (from_a - to_b).days, 0)


def relate(found: Comparison, around: Circumstances) -> Relation | None:
    """The relation of two texts, None where they share nothing worth an edge."""
    if around.shortest_words < LEAST_WORDS:
        return _relate_short(found, around)
    if found.is_equal:
        return Relation.EXACT_COPY
    if found.shared_shingles < LEAST_SHARED_SHINGLES or found.score < REUSE_SCORE:
        return None
    if found.score < UPDATE_SCORE:
        return Relation.PARTIAL_REUSE
    conflict = _conflict(found, around)
    if conflict:
        return conflict
    if not _is_whole_passages(found):
        return Relation.PARTIAL_REUSE
    if has_own_leads(found) and not _is_introduced_anew(found, around):
        return Relation.PARTIAL_REUSE
    if found.score < COPY_SCORE and not _begin_alike(found, around):
        return _update_or(Relation.PARTIAL_REUSE, around)
    return _copy(found, around)


def _relate_short(found: Comparison, around: Circumstances) -> Relation | None:
    """Under forty words a score proves nothing (paywall text): the headline must agree as well."""
    if not found.is_equal and found.score < COPY_SCORE:
        return None
    agrees = around.has_equal_title and around.gap_days <= WINDOW_DAYS
    if not agrees or found.conflicts:
        return Relation.PARTIAL_REUSE
    return Relation.EXACT_COPY if found.is_equal else _copy(found, around)


def has_own_leads(found: Comparison) -> bool:
    """Neither beginning is in the other text: two articles around one communiqué or one paywall, or
    a dispatch whose first paragraph an outlet wrote anew."""
    return max(found.lead_a, found.lead_b) < OWN_LEAD_SHARE


def _is_introduced_anew(found: Comparison, around: Circumstances) -> bool:
    """Only the beginnings differ, are short, and speak of what the rest tells; where they share no
    word, one headline or a rest that is long beside them says that it is one text."""
    own = max(found.own_a, found.own_b)
    rest = min(found.passages_a, found.passages_b)
    is_long = rest >= LONG_REST and around.shortest_words * rest >= LEAST_LONG_REST
    is_one = (around.has_equal_title or is_long) and not found.conflicts
    return (
        around.gap_days <= WINDOW_DAYS
        and own <= LONGEST_STANDFIRST
        and max(found.rest_a, found.rest_b) >= WHOLE_REST
        and rest >= LEAST_REST
        and (around.kinship >= LEAST_KINSHIP or is_one)
    )


def _is_whole_passages(found: Comparison) -> bool:
    """Phrases that happen to be the same, however many, do not make a copy."""
    return max(found.passages_a, found.passages_b) >= LEAST_PASSAGES


def _begin_alike(found: Comparison, around: Circumstances) -> bool:
    """One lead, nothing that differs in its slots, within a day: half the text is enough."""
    same_day = around.gap_days <= 1
    return same_day and not found.conflicts and min(found.lead_a, found.lead_b) >= SAME_LEAD_SHARE


def _conflict(found: Comparison, around: Circumstances) -> Relation | None:
    """The veto of a beginning that has moved on and of slots that differ."""
    is_near = around.gap_days <= UPDATE_DAYS
    kinds = {one.kind for one in found.conflicts if one.is_in_lead} | around.title_conflicts
    if kinds & IDENTIFYING:
        return Relation.TEMPLATE
    if around.has_moved_on or kinds:
        return _update_or(Relation.TEMPLATE, around)
    if _is_elsewhere(found, around):
        return Relation.TEMPLATE
    if is_near and len(found.conflicts) < 2:
        return None  # a correction
    weight = sum(one.weight for one in found.conflicts)
    if weight >= TEMPLATE_CONFLICTS and found.conflict_density >= TEMPLATE_DENSITY:
        is_new_lead = min(found.lead_a, found.lead_b) < OWN_LEAD_SHARE
        return _update_or(Relation.TEMPLATE, around) if is_new_lead else Relation.TEMPLATE
    dense = found.conflict_density >= TOLERATED_DENSITY or has_own_leads(found)
    if weight >= TOLERATED_CONFLICTS and dense:
        return _update_or(Relation.TEMPLATE, around)
    return None


def _is_elsewhere(found: Comparison, around: Circumstances) -> bool:
    """Whether another place is all that differs, and no text of one day corrects the other: one
    organiser's meetings here and there."""
    is_same_day = around.are_dated and around.gap_days == 0
    return not is_same_day and any(one.kind == Kind.PLACE for one in found.conflicts)


def _update_or(other: Relation, around: Circumstances) -> Relation:
    """A later text of a running story, where both are known to be of these days."""
    return Relation.UPDATE if around.are_dated and around.gap_days <= UPDATE_DAYS else other


def _copy(found: Comparison, around: Circumstances) -> Relation:
    """Which kind of copy; days apart only a whole and unchanged text counts as one. What much else
    surrounds is an excerpt only while it holds nearly all of the shorter text: some of it and bulk
    of one's own make no copy."""
    smaller = min(found.side_a, found.side_b)
    is_other = bool(found.conflicts) or found.has_other_nouns
    if around.gap_days > WINDOW_DAYS and (smaller < LATE_SIDE or is_other):
        return Relation.TEMPLATE if is_other else Relation.PARTIAL_REUSE
    # In a short text there is hardly a passage; in a long one words also recur by chance.
    if around.shortest_words >= LEAST_WORDS:
        smaller = min(found.passages_a, found.passages_b)
    if smaller < EXCERPT_SIDE and found.score < EXCERPTED_SIDE:
        return Relation.PARTIAL_REUSE
    is_excerpt = smaller < EXCERPT_SIDE or (smaller < INSIDE_SIDE and _stands_inside(found))
    return Relation.EXCERPT if is_excerpt else Relation.NEAR_COPY


def _stands_inside(found: Comparison) -> bool:
    """Whether one text stands whole in the other, which tells something before it and after it."""
    before, after = (
        (found.own_b, found.after_b)
        if found.side_a > found.side_b
        else (found.own_a, found.after_a)
    )
    return found.score >= WHOLE_SIDE and min(before, after) >= LEAST_AROUND
