"""The ledger: what the texts say, promise, count and plan, joined over texts."""

from collections.abc import Iterator
from functools import partial

import dagster as dg

from ct_pipeline.defs.reports import none_of, reported, table
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import LEDGER, written_table
from ct_pipeline.ledger.version import LEDGER_VERSION
from ct_pipeline.steps.ledger import keep_ledger
from ct_pipeline.warehouse.ledger.reports import count_astray, count_rows, list_coming

PREVIEW_ROWS = 15
HEADINGS = ("due by", "status", "who", "what")
TABLES = {
    "quotes": "Who said what: one row per statement, with its exact place.",
    "people": "Everybody whom a text names with a role, over all texts.",
    "events": "Occasions with time, place and status, over all texts that tell them.",
    "event_parts": "Who hosted, chaired, spoke at, attended or stayed away from an event.",
    "commitments": "Promises, plans and mandates: by whom, due when, kept or not.",
    "figures": "Stated quantities with measure, unit and qualifier.",
    "figure_series": "A measure of one subject over time.",
    "conflicts": "Two claims about one thing that cannot both hold, and corrections.",
    "programmes": "The named efforts of the lexicon: last and next event, open promises.",
    "ledger_sources": "Where each text says each row.",
}

_table = partial(
    written_table,
    group=LEDGER,
    above=dg.AssetKey(["news", "stories"]),
    code_version=LEDGER_VERSION,
)
COMMITMENTS = dg.AssetKey(["news", "commitments"])
SOURCES = dg.AssetKey(["news", "ledger_sources"])


@dg.multi_asset(
    name="ledger",
    specs=[
        _table(dg.AssetKey(["news", name]), description) for name, description in TABLES.items()
    ],
    can_subset=True,
)
def ledger(
    context: dg.AssetExecutionContext, monitor: MonitorParam
) -> Iterator[dg.MaterializeResult[None]]:
    """Reads every canonical text of grade 1 or more that is new, and joins what the texts say."""
    done = keep_ledger(monitor)
    with monitor.open() as connection:
        counts = count_rows(connection)
        coming = list_coming(connection, PREVIEW_ROWS)
    yield from reported(
        context,
        (
            dg.MaterializeResult(
                asset_key=dg.AssetKey(["news", name]),
                metadata={
                    "texts_read": done.read_count,
                    "texts_failed": done.failed_count,
                    **({"dagster/row_count": counts[name]} if name in counts else {}),
                    **({"due_next": table(HEADINGS, coming)} if name == "commitments" else {}),
                },
            )
            for name in TABLES
        ),
    )


@dg.asset_check(asset=SOURCES, blocking=True)
def ledger_rows_lie_in_their_texts(monitor: MonitorParam) -> dg.AssetCheckResult:
    """Every row leads back to its words: its span and its sentence are in the stored text."""
    with monitor.open() as connection:
        faults = count_astray(connection)
    return none_of(faults, "rows of the ledger do not lie in their text")
