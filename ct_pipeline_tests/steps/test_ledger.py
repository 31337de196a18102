"""The ledger's step: texts are read once, joined when something changed, and keep their ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs.ledger import TABLES, ledger, ledger_rows_lie_in_their_texts
from ct_pipeline.ledger.joining.ledger import Ledger, join_texts
from ct_pipeline.ledger.joining.told import ToldText
from ct_pipeline.ledger.occasions import phrase_edges
from ct_pipeline.settings import Settings, SettingsError
from ct_pipeline.steps import grading, grouping
from ct_pipeline.steps import ledger as module
from ct_pipeline.steps.budgets import Deadline
from ct_pipeline.steps.extraction import read_articles
from ct_pipeline.steps.ledger import keep_ledger
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.ledger.reports import count_astray

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
ANNOUNCED = (
    " date 2026-03-10 Fès accueille la Plateforme de Marrakech\n"
    "La septième édition de la Plateforme de Marrakech, co-organisée par le Maroc et le Bureau des"
    " Nations Unies pour la lutte contre le terrorisme, se tiendra le 4 mai à Fès. « Nous y"
    " parlerons des frontières », a déclaré Habboub Cherkaoui, directeur du Bureau central"
    " d'investigations judiciaires.\n"
)
HELD = (
    " date 2026-05-05 Plateforme de Marrakech : quarante délégations à Fès\n"
    "La septième édition de la Plateforme de Marrakech s'est tenue lundi à Fès, à l'initiative du"
    " Maroc et du Bureau des Nations Unies pour la lutte contre le terrorisme. Elle a réuni"
    " quarante délégations africaines, selon les organisateurs.\n"
)
OFF_THE_BEAT = (
    " date 2026-05-05 Le marathon de Fès remporté par un Kényan\n"
    "Le coureur a annoncé qu'il reviendrait l'an prochain, devant 3.000 spectateurs ravis.\n"
)


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    (tmp_path / "seeds").mkdir()
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CT_SEEDS_DIR", str(tmp_path / "seeds"))
    return Monitor(Settings.read(), now=lambda: NOW)


def bring(monitor: Monitor, **texts: str) -> None:
    """Seeds, through the stations before the ledger."""
    for name, text in texts.items():
        (monitor.settings.seeds_dir / f"{name}.txt").write_text(text, "utf-8")
    read_articles(monitor)
    grouping.compare_texts(monitor)
    grading.grade_texts(monitor)
    grouping.group_dispatches(monitor, NOW)
    grading.grade_dispatches(monitor)
    grouping.compare_dispatches(monitor)
    grouping.group_stories(monitor, NOW)


def rows(monitor: Monitor, sql: str) -> list[tuple[object, ...]]:
    with monitor.open() as connection:
        return connection.execute(sql).fetchall()


def test_texts_of_the_beat_are_read_once(monitor: Monitor) -> None:
    bring(monitor, announced=ANNOUNCED, marathon=OFF_THE_BEAT)
    assert keep_ledger(monitor) == module.KeptLedger(1, 0, is_joined=True)
    assert keep_ledger(monitor) == module.KeptLedger(0, 0, is_joined=False)
    assert rows(monitor, "SELECT speaker_id, mode FROM news.quotes") == [("cherkaoui", "direct")]
    assert rows(monitor, "SELECT count(*) FROM news.figures") == [(0,)]


def test_a_later_text_tells_what_became_of_a_promise_and_renames_nothing(monitor: Monitor) -> None:
    bring(monitor, announced=ANNOUNCED)
    keep_ledger(monitor)
    promise = (
        "SELECT commitment_id, event_id FROM news.commitments WHERE due_to = DATE '2026-05-04'"
    )
    before = rows(monitor, promise)
    assert len(before) == 1
    bring(monitor, held=HELD)
    keep_ledger(monitor)
    assert rows(monitor, promise) == before
    assert rows(monitor, "SELECT status, edition, article_count FROM news.events") == [
        ("held", 7, 2)
    ]
    assert rows(monitor, "SELECT DISTINCT status FROM news.commitments") == [("kept",)]


def test_a_persons_word_on_a_row_survives_a_new_reading(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(monitor, announced=ANNOUNCED, held=HELD)
    keep_ledger(monitor)
    ((promise,),) = rows(monitor, "SELECT commitment_id FROM news.commitments")
    ((quote,),) = rows(monitor, "SELECT quote_id FROM news.quotes WHERE mode = 'direct'")
    monitor.settings.overrides_file.write_text(
        f"ledger:\n- row: {promise}\n  mend: {{due_from: 2026-05-05, due_to: 2026-05-06}}\n"
        "  who: me\n  why: the agenda says so\n"
        f"- row: {quote}\n  strike: true\n  who: me\n  why: the name of a talk\n",
        "utf-8",
    )
    for version in ("1", "other"):
        monkeypatch.setattr(module, "LEDGER_VERSION", version)
        assert keep_ledger(monitor).is_joined
        assert rows(monitor, "SELECT due_from, due_to FROM news.commitments") == [
            (date(2026, 5, 5), date(2026, 5, 6))
        ]
        assert not rows(monitor, "FROM news.quotes WHERE mode = 'direct'")
        assert not rows(monitor, f"FROM news.ledger_sources WHERE row_id = '{quote}'")


@pytest.mark.parametrize(
    ("mend", "problem"),
    [("{colour: red}", "line 2: 'colour' is no column to mend"), ("{due_to: soon}", "due_to: ")],
)
def test_a_mend_that_no_row_can_take_is_said(monitor: Monitor, mend: str, problem: str) -> None:
    bring(monitor, announced=ANNOUNCED)
    keep_ledger(monitor)
    ((promise,),) = rows(monitor, "SELECT commitment_id FROM news.commitments")
    monitor.settings.overrides_file.write_text(
        f"ledger:\n- row: {promise}\n  mend: {mend}\n  who: me\n  why: w\n", "utf-8"
    )
    with pytest.raises(SettingsError, match=problem):
        keep_ledger(monitor)


def test_another_version_reads_again_and_keeps_the_ids(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(monitor, announced=ANNOUNCED)
    keep_ledger(monitor)
    ids = "SELECT event_id FROM news.events"
    before = rows(monitor, ids)
    monkeypatch.setattr(module, "LEDGER_VERSION", "other")
    assert keep_ledger(monitor) == module.KeptLedger(1, 0, is_joined=True)
    assert rows(monitor, ids) == before
    assert rows(monitor, "SELECT ledger_version FROM news.ledger_texts") == [("other",)]


def test_a_text_that_cannot_be_read_keeps_no_other_out(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(text: object) -> None:
        raise ValueError(text)

    bring(monitor, announced=ANNOUNCED)
    monkeypatch.setattr(module, "read_text", read)
    assert keep_ledger(monitor) == module.KeptLedger(1, 1, is_joined=True)
    ((reason,),) = rows(monitor, "SELECT reason FROM news.quarantined_items")
    assert str(reason).startswith("ValueError: LedgerText(")


def test_a_text_that_breaks_the_joining_is_left_out_and_the_others_are_joined(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def join(texts: Sequence[ToldText], *rest: object) -> Ledger:
        if any("quarante" in str(one.rows) for one in texts):
            raise KeyError("quarante")
        return join_texts(texts, *rest)  # type: ignore[arg-type]

    bring(monitor, announced=ANNOUNCED, held=HELD)
    monkeypatch.setattr(module, "join_texts", join)
    assert keep_ledger(monitor) == module.KeptLedger(2, 0, is_joined=True)
    assert rows(monitor, "SELECT status FROM news.events") == [("announced",)]
    assert rows(monitor, "SELECT station, reason FROM news.quarantined_items") == [
        ("ledger", "KeyError: 'quarante'")
    ]


def test_a_text_whose_rows_fit_no_table_is_left_out_and_the_others_are_joined(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrase_edges, "MOST_EDITIONS", 10**15)
    counted = HELD.replace("septième édition", "9 999 999 999e édition")
    assert counted != HELD
    bring(monitor, announced=ANNOUNCED, counted=counted)
    assert keep_ledger(monitor) == module.KeptLedger(2, 0, is_joined=True)
    assert rows(monitor, "SELECT status, edition FROM news.events") == [("announced", 7)]
    ((reason,),) = rows(monitor, "SELECT reason FROM news.quarantined_items")
    assert "9999999999 too large" in str(reason)


def test_what_there_is_no_time_for_waits_for_the_next_pass(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(monitor, announced=ANNOUNCED, held=HELD)
    with monkeypatch.context() as short:
        short.setattr(module, "Deadline", partial(Deadline, clock=count().__next__))
        hasty = replace(monitor, settings=monitor.settings.model_copy(update={"pass_seconds": 2}))
        assert keep_ledger(hasty) == module.KeptLedger(1, 0, is_joined=False)
    assert keep_ledger(monitor) == module.KeptLedger(1, 0, is_joined=True)


def test_rows_of_a_text_that_was_edited_wait_until_there_is_time_to_read_it(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(monitor, announced=ANNOUNCED)
    keep_ledger(monitor)
    (file,) = monitor.settings.seeds_dir.iterdir()
    file.write_text(ANNOUNCED.replace("Nous y parlerons", "Ils y parleront"), "utf-8")
    bring(monitor)
    with monkeypatch.context() as short:
        short.setattr(module, "Deadline", partial(Deadline, clock=count().__next__))
        hasty = replace(monitor, settings=monitor.settings.model_copy(update={"pass_seconds": 1}))
        assert keep_ledger(hasty) == module.KeptLedger(0, 0, is_joined=False)
    with monitor.open() as connection:
        assert count_astray(connection) == 0
    assert keep_ledger(monitor).is_joined
    assert rows(monitor, "SELECT quote FROM news.quotes") == [("Ils y parleront des frontières",)]


def test_dagster_reports_every_table_and_the_rows_lie_in_their_texts(monitor: Monitor) -> None:
    bring(monitor, announced=ANNOUNCED, held=HELD)
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [ledger, ledger_rows_lie_in_their_texts],
            resources={"monitor": monitor},
            instance=instance,
        )
    assert len(result.get_asset_materialization_events()) == len(TABLES)
    (check,) = result.get_asset_check_evaluations()
    assert check.passed
