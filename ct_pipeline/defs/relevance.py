"""Relevance: who and what the texts name, how they are graded, and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import dagster as dg
from pydantic import Field

from ct_pipeline.defs.groups import OWNERS, RELEVANCE, written_table
from ct_pipeline.defs.reports import table
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.overrides_file import read_overrides_file
from ct_pipeline.relevance.changes import as_lines, count_kinds
from ct_pipeline.relevance.grading import CODE_VERSION, Ruleset, read_ruleset
from ct_pipeline.warehouse.relevance import (
    count_staged,
    publish_regraded,
    read_ungraded_texts,
    regrade_dispatches,
    store_graded,
    write_entities,
)
from ct_pipeline.warehouse.relevance_reports import count_grades, list_newest_core
from ct_pipeline.warehouse.relevance_trials import find_changes, read_graded_texts
from ct_pipeline.yaml_text import read_text

ENTITIES = dg.AssetKey(["news", "entities"])
MENTIONS = dg.AssetKey(["news", "mentions"])
VERDICTS = dg.AssetKey(["news", "verdicts"])
DISPATCH_GRADES = dg.AssetKey(["news", "dispatch_grades"])

TEXTS_PER_BATCH = 500
BATCHES_PER_PASS = 40
PREVIEW_ROWS = 15
TRIAL_LINES = 200
HEADINGS = ("day", "language", "publisher", "headline", "deciding sentence")
GRADE_NAMES = tuple(f"grade_{grade}" for grade in range(4))


_table = partial(
    written_table,
    group=RELEVANCE,
    above=dg.AssetKey(["news", "article_texts"]),
    code_version=CODE_VERSION,
)


@dg.multi_asset(
    name="graded_texts",
    specs=[
        _table(ENTITIES, "Who and what the lexicon knows."),
        _table(MENTIONS, "Every recognised surface form, with its exact place and sentence."),
        _table(VERDICTS, "What the rules say of each text by itself, and why."),
    ],
)
def graded_texts(
    context: dg.AssetExecutionContext, monitor: Monitor
) -> Iterator[dg.MaterializeResult[None]]:
    """Grades every text that is new, or was graded by another lexicon or rule set.

    Regrading goes on beside what is in force, 20,000 texts a pass, and counts once it is whole.
    """
    ruleset = read_ruleset()
    with monitor.open() as connection:
        entity_count = write_entities(connection, ruleset.lexicon.entities, ruleset.version)
    graded = _grade_texts(context, monitor, ruleset)
    with monitor.open() as connection:
        regraded = publish_regraded(connection, ruleset.version) if graded.is_whole else 0
        staged = count_staged(connection)
    yield dg.MaterializeResult(asset_key=ENTITIES, metadata={"entities": entity_count})
    yield dg.MaterializeResult(asset_key=MENTIONS, metadata={"new_mentions": graded.mention_count})
    new = {f"new_{name}": dg.MetadataValue.int(graded.grades[name]) for name in GRADE_NAMES}
    version = dg.MetadataValue.text(ruleset.version)
    yield dg.MaterializeResult(
        asset_key=VERDICTS,
        metadata={"ruleset_version": version, "regraded": regraded, "staged": staged, **new},
    )


@dataclass(frozen=True, slots=True)
class _Graded:
    """What a pass graded: texts by grade, their mentions, and whether no text is left."""

    grades: Counter[str]
    mention_count: int
    is_whole: bool


def _grade_texts(context: dg.AssetExecutionContext, monitor: Monitor, ruleset: Ruleset) -> _Graded:
    """Grades batch after batch, as many as a pass may, each in a transaction of its own."""
    grades: Counter[str] = Counter()
    mention_count = 0
    for _ in range(BATCHES_PER_PASS):
        with monitor.open() as connection:
            texts = read_ungraded_texts(connection, ruleset.version, TEXTS_PER_BATCH)
            graded = [(t, ruleset.grade(t.title, t.body, t.language)) for t in texts]
            mention_count += store_graded(connection, graded, ruleset.version, monitor.now())
        grades.update(f"grade_{one.verdict.relevance_grade}" for _, one in graded)
        context.log.info("relevance: %d texts graded", grades.total())
        if len(texts) < TEXTS_PER_BATCH:
            return _Graded(grades, mention_count, is_whole=True)
    return _Graded(grades, mention_count, is_whole=False)


@dg.asset(
    key=DISPATCH_GRADES,
    deps=[VERDICTS, dg.AssetKey(["news", "dispatches"])],
    group_name=RELEVANCE,
    kinds={"duckdb"},
    owners=list(OWNERS),
    code_version=CODE_VERSION,
)
def dispatch_grades(monitor: Monitor) -> dg.MaterializeResult[None]:
    """The grade in force of each dispatch: the verdict on its canonical member, or a correction."""
    corrections = read_overrides_file(monitor.settings).grades
    with monitor.open() as connection:
        changed = regrade_dispatches(connection, corrections)
        counts = count_grades(connection)
        newest = list_newest_core(connection, PREVIEW_ROWS)
    return dg.MaterializeResult(
        metadata={
            "changed": changed,
            "corrections": len(corrections),
            "newest_core": table(HEADINGS, newest),
            **counts,
        }
    )


class Trial(dg.Config):
    """The files to try; the version in force stands in for one that is not named."""

    lexicon_file: str = Field(
        default="", description="Path of a changed copy of relevance/lexicon.yaml."
    )
    rules_file: str = Field(
        default="", description="Path of a changed copy of relevance/rules.yaml."
    )


@dg.op
def try_ruleset(context: dg.OpExecutionContext, config: Trial, monitor: Monitor) -> None:
    """Grades everything stored with another lexicon or rule set; shows the changes, stores none."""
    lexicon, rules = (
        read_text(Path(file)) if file else None for file in (config.lexicon_file, config.rules_file)
    )
    ruleset = read_ruleset(lexicon, rules, (config.lexicon_file, config.rules_file))
    changes = list(find_changes(ruleset, read_graded_texts(monitor.open)))
    lines = as_lines(changes)[:TRIAL_LINES]
    context.add_output_metadata(
        {
            "ruleset_version": ruleset.version,
            "changes": dg.MetadataValue.md("\n".join(f"    {line}" for line in lines) or "none"),
            **count_kinds(changes),
        }
    )


@dg.job(executor_def=dg.in_process_executor)
def try_relevance_rules() -> None:
    """What a changed lexicon or rule set would do to the stored grades, before it is in force."""
    try_ruleset()
