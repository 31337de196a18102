"""Relevance: who and what the texts name, how they are graded, and why."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import Field

from ct_pipeline.defs.reports import reported, table
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import OWNERS, RELEVANCE, written_table
from ct_pipeline.inputs.yaml_text import read_text
from ct_pipeline.relevance.changes import as_lines, count_kinds
from ct_pipeline.relevance.grading import CODE_VERSION, read_ruleset
from ct_pipeline.steps.grading import grade_dispatches, grade_texts, try_ruleset
from ct_pipeline.warehouse.relevance.reports import count_grades, list_newest_core

ENTITIES = dg.AssetKey(["news", "entities"])
MENTIONS = dg.AssetKey(["news", "mentions"])
VERDICTS = dg.AssetKey(["news", "verdicts"])
DISPATCH_GRADES = dg.AssetKey(["news", "dispatch_grades"])

PREVIEW_ROWS = 15
TRIAL_LINES = 200
HEADINGS = ("day", "language", "publisher", "headline", "deciding sentence")


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
    can_subset=True,
)
def graded_texts(
    context: dg.AssetExecutionContext, monitor: MonitorParam
) -> Iterator[dg.MaterializeResult[None]]:
    """Grades every text that is new, or was graded by another lexicon or rule set.

    Regrading goes on beside what is in force, 20,000 texts a pass, and counts once it is whole.
    """
    done = grade_texts(monitor)
    new = {f"new_grade_{grade}": dg.MetadataValue.int(done.grades[grade]) for grade in range(4)}
    version = dg.MetadataValue.text(done.ruleset_version)
    verdicts: dict[str, Any] = {
        "ruleset_version": version,
        "regraded": done.regraded_count,
        "staged": done.staged_count,
        **new,
    }
    yield from reported(
        context,
        [
            dg.MaterializeResult(asset_key=ENTITIES, metadata={"entities": done.entity_count}),
            dg.MaterializeResult(asset_key=MENTIONS, metadata={"new_mentions": done.mention_count}),
            dg.MaterializeResult(asset_key=VERDICTS, metadata=verdicts),
        ],
    )


@dg.asset(
    key=DISPATCH_GRADES,
    deps=[VERDICTS, dg.AssetKey(["news", "dispatches"])],
    group_name=RELEVANCE,
    kinds={"duckdb"},
    owners=list(OWNERS),
    code_version=CODE_VERSION,
)
def dispatch_grades(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """The grade in force of each dispatch: the verdict on its canonical member, or a correction."""
    done = grade_dispatches(monitor)
    with monitor.open() as connection:
        counts = count_grades(connection)
        newest = list_newest_core(connection, PREVIEW_ROWS)
    return dg.MaterializeResult(
        metadata={
            "changed": done.changed_count,
            "corrections": done.correction_count,
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


@dg.op(name="try_ruleset")
def try_rules(context: dg.OpExecutionContext, config: Trial, monitor: MonitorParam) -> None:
    """Grades everything stored with another lexicon or rule set; shows the changes, stores none."""
    if not (config.lexicon_file or config.rules_file):
        raise dg.Failure("name a lexicon_file or a rules_file: without, nothing would change")
    lexicon, rules = (
        read_text(Path(file)) if file else None for file in (config.lexicon_file, config.rules_file)
    )
    ruleset = read_ruleset(lexicon, rules, (config.lexicon_file, config.rules_file))
    changes = list(try_ruleset(monitor.open, ruleset))
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
    try_rules()
