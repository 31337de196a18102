"""What assets and checks tell the UI: a sentence, numbers, a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import dagster as dg

from ct_pipeline import markdown

MOST_ROWS = 100


def warning(passed: bool, sentence: str, **metadata: Any) -> dg.AssetCheckResult:
    """The result of a check that asks somebody to look, and stops nothing."""
    return dg.AssetCheckResult(
        passed=passed,
        severity=dg.AssetCheckSeverity.WARN,
        description=sentence,
        metadata=metadata,
    )


def none_of(count: int, sentence: str, **metadata: Any) -> dg.AssetCheckResult:
    """The result of a check that passes when it counts nothing; the sentence begins with it."""
    return dg.AssetCheckResult(
        passed=not count,
        description=f"{count} {sentence}",
        metadata={"count": count, **metadata},
    )


def reported(
    context: dg.AssetExecutionContext, results: Iterable[dg.MaterializeResult[Any]]
) -> Iterator[dg.MaterializeResult[Any]]:
    """What a step wrote, of the assets that the run selected; of the others as events beside.

    A step writes all its tables whichever of them somebody asked for.
    """
    for result in results:
        if result.asset_key in context.selected_asset_keys:
            yield result
        elif result.asset_key is not None:
            context.log_event(dg.AssetMaterialization(result.asset_key, metadata=result.metadata))


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> dg.MarkdownMetadataValue:
    """The first hundred rows as a table in Markdown that any text can stand in; "none" without."""
    shown = list(islice(rows, MOST_ROWS))
    return dg.MetadataValue.md(markdown.table(headings, shown) if shown else "none")
