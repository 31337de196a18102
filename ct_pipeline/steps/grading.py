"""Grading: what is new is graded by the rules in force, dispatches follow their canonical text."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import TypeAlias

import duckdb

from ct_pipeline.articles.article import LONGEST_BODY
from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.language.counting import counted
from ct_pipeline.process import reason_of
from ct_pipeline.progress import with_progress
from ct_pipeline.relevance.changes import GradeChange, compare
from ct_pipeline.relevance.grading import Graded, Ruleset, read_ruleset, ungraded
from ct_pipeline.steps.budgets import Deadline
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.connection import OpenWarehouse
from ct_pipeline.warehouse.isolation import store_each
from ct_pipeline.warehouse.relevance.graded_texts import GradedText, read_graded_texts
from ct_pipeline.warehouse.relevance.grades import (
    UngradedText,
    count_staged,
    publish_regraded,
    read_ungraded_texts,
    regrade_dispatches,
    store_graded,
    write_entities,
)

TEXTS_PER_BATCH = 500
BATCHES_PER_PASS = 40
TEXTS_PER_TRIAL_BATCH = 1000
MENTIONS_PER_PORTION = 20_000

GradedOne: TypeAlias = tuple[UngradedText, Graded]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GradedTexts:
    """What a pass graded: texts by grade and their mentions; what another rule set still waits."""

    ruleset_version: str
    entity_count: int
    grades: Counter[int]
    mention_count: int
    regraded_count: int
    staged_count: int


def grade_texts(monitor: Monitor) -> GradedTexts:
    """Grades every text that is new, or was graded by another lexicon or rule set.

    Regrading goes on beside what is in force, 20,000 texts a pass, and counts once it is whole.
    """
    ruleset = read_ruleset()
    with monitor.open() as connection:
        entity_count = write_entities(connection, ruleset.lexicon.entities, ruleset.version)
    grades, mention_count, is_whole = _grade_in_batches(monitor, ruleset)
    with monitor.open() as connection:
        regraded_count = publish_regraded(connection, ruleset.version) if is_whole else 0
        staged_count = count_staged(connection)
    return GradedTexts(
        ruleset.version, entity_count, grades, mention_count, regraded_count, staged_count
    )


def _grade_in_batches(monitor: Monitor, ruleset: Ruleset) -> tuple[Counter[int], int, bool]:
    """Texts by grade, how many mentions, and whether no text is left; each batch a transaction."""
    grades: Counter[int] = Counter()
    mention_count = 0
    deadline = Deadline(monitor.settings.pass_seconds)
    for _ in range(BATCHES_PER_PASS):
        if deadline.is_over:
            break
        with monitor.open() as connection:
            texts = read_ungraded_texts(connection, ruleset.version, TEXTS_PER_BATCH)
            store = partial(_store, connection, ruleset.version, monitor.now())
            timely = takewhile(lambda _: not deadline.is_over, texts)
            for portion in _portions((text, _grade(ruleset, text)) for text in timely):
                mention_count += sum(store_each(portion, store, _quarantined))
                grades.update(one.verdict.relevance_grade for _, one in portion)
        logger.info("relevance: %s graded", counted(grades.total(), "text"))
        if len(texts) < TEXTS_PER_BATCH and not deadline.is_over:
            return grades, mention_count, True
    return grades, mention_count, False


def _grade(ruleset: Ruleset, text: UngradedText) -> Graded:
    """A text's grade; what the rules fail on is graded as such, and again by other rules."""
    try:
        body = text.body[:LONGEST_BODY]
        return ruleset.grade(text.title, body, text.language, text.circumstances)
    except Exception as error:
        reason = reason_of(error)
        logger.warning("text %s could not be graded: %s", text.text_id, reason)
        return ungraded(reason)


def _portions(graded: Iterable[GradedOne]) -> Iterator[list[GradedOne]]:
    """What is held in memory and stored at once: few texts where they name very many."""
    portion: list[GradedOne] = []
    mention_count = 0
    for text, one in graded:
        portion.append((text, one))
        mention_count += len(one.mentions)
        if mention_count >= MENTIONS_PER_PORTION:
            yield portion
            portion, mention_count = [], 0
    if portion:
        yield portion


def _store(
    connection: duckdb.DuckDBPyConnection,
    version: str,
    now: datetime,
    graded: Sequence[GradedOne],
) -> int:
    return store_graded(connection, graded, version, now)


def _quarantined(graded: GradedOne, reason: str) -> GradedOne:
    return graded[0], ungraded(f"it cannot be stored: {reason}")


@dataclass(frozen=True, slots=True)
class GradedDispatches:
    """How many dispatches have another grade now, and how many corrections people gave."""

    changed_count: int
    correction_count: int


def grade_dispatches(monitor: Monitor) -> GradedDispatches:
    """Gives each dispatch the verdict on its canonical text, or a person's correction of it."""
    corrections = read_overrides_file(monitor.settings).grades
    with monitor.open() as connection:
        changed_count = regrade_dispatches(connection, corrections)
    return GradedDispatches(changed_count, len(corrections))


def try_ruleset(open_warehouse: OpenWarehouse, ruleset: Ruleset) -> Iterator[GradeChange]:
    """What another rule set would change about the stored texts; the database only for moments."""
    for text in with_progress(_graded_texts(open_warehouse), "texts graded", logger=logger):
        graded = ruleset.grade(text.title, text.body, text.language, text.circumstances)
        change = compare(text.standing, graded.verdict)
        if change:
            yield change


def _graded_texts(open_warehouse: OpenWarehouse) -> Iterator[GradedText]:
    after = ""
    while True:
        with open_warehouse() as connection:
            texts = read_graded_texts(connection, after, TEXTS_PER_TRIAL_BATCH)
        yield from texts
        if len(texts) < TEXTS_PER_TRIAL_BATCH:
            return
        after = texts[-1].text_id
