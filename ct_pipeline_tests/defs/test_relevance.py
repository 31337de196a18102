"""The assets of relevance: what is missing gets graded once, dispatches take their canonical's."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs.articles import clean_articles
from ct_pipeline.defs.relevance import dispatch_grades, graded_texts
from ct_pipeline.defs.resources import Monitor

CORE = "Le Maroc et l’ONUCT ont conclu, jeudi à New York, leur premier dialogue stratégique."
FOOTBALL = (
    "L’équipe nationale a gagné hier sur la pelouse de Rabat de la capitale devant son public."
)
LONE_DISPATCHES = """
INSERT INTO news.dispatches SELECT replace(seed_file, '.txt', ''), article_id, now()
FROM news.current_texts
"""


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "core.txt").write_text(CORE, "utf-8")
    (tmp_path / "seeds" / "football.txt").write_text(FOOTBALL, "utf-8")
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CT_SEEDS_DIR", str(tmp_path / "seeds"))
    monitor = Monitor()
    materialize(monitor, clean_articles)
    with monitor.open() as connection:
        connection.execute(LONE_DISPATCHES)
    return monitor


def materialize(monitor: Monitor, *assets: dg.AssetsDefinition) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        assert dg.materialize(assets, resources={"monitor": monitor}, instance=instance).success


def run(monitor: Monitor) -> None:
    materialize(monitor, graded_texts, dispatch_grades)


def rows(monitor: Monitor, sql: str) -> list[tuple[object, ...]]:
    with monitor.open() as connection:
        return connection.execute(sql).fetchall()


def test_texts_are_graded_with_their_mentions_and_dispatches_follow(monitor: Monitor) -> None:
    run(monitor)
    assert rows(
        monitor, "SELECT dispatch_id, relevance_grade FROM news.dispatch_grades ORDER BY 1"
    ) == [("core", 3), ("football", 0)]
    assert rows(
        monitor,
        "SELECT entity_id, surface FROM news.mentions SEMI JOIN news.current_texts AS texts"
        " ON mentions.text_id = texts.text_id AND seed_file = 'core.txt' ORDER BY char_start",
    ) == [
        ("morocco", "Maroc"),
        ("unoct", "ONUCT"),
        ("pl_newyork", "New York"),
        ("hl_dialogue", "dialogue stratégique"),
    ]


def test_a_second_run_grades_nothing_again(monitor: Monitor) -> None:
    run(monitor)
    before = rows(monitor, "FROM news.verdicts ORDER BY ALL")
    run(monitor)
    assert rows(monitor, "FROM news.verdicts ORDER BY ALL") == before


def test_a_verdict_of_another_rule_set_is_renewed_and_kept(monitor: Monitor) -> None:
    run(monitor)
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old', relevance_grade = 0")
        connection.execute("UPDATE news.mentions SET ruleset_version = 'old'")
    run(monitor)
    assert rows(monitor, "SELECT count(*) FROM news.verdicts") == [(4,)]
    assert rows(monitor, "SELECT count(*) FROM news.mentions WHERE ruleset_version = 'old'") == [
        (0,)
    ]
    assert rows(
        monitor, "SELECT relevance_grade FROM news.dispatch_grades WHERE dispatch_id = 'core'"
    ) == [(3,)]
