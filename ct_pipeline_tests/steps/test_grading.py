"""Grading: what is missing is graded once, another rule set counts when it is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ct_pipeline.steps import grading
from ct_pipeline.steps.extraction import read_articles
from ct_pipeline.steps.grading import grade_dispatches, grade_texts
from ct_pipeline.steps.grouping import compare_texts, group_dispatches
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline_tests.steps.two_seeds import CORE, FOOTBALL, GRADES, monitor_of, rows, write_seeds


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two seeds, read, grouped and graded, which each test has a copy of."""
    folder = tmp_path_factory.mktemp("graded")
    write_seeds(folder)
    monitor = monitor_of(folder)
    read_and_group(monitor)
    grade(monitor)
    return folder


@pytest.fixture
def monitor(graded: Path, tmp_path: Path) -> Monitor:
    shutil.copytree(graded, tmp_path, dirs_exist_ok=True)
    return monitor_of(tmp_path)


def read_and_group(monitor: Monitor) -> None:
    read_articles(monitor)
    compare_texts(monitor)
    group_dispatches(monitor, monitor.now())


def grade(monitor: Monitor) -> None:
    grade_texts(monitor)
    grade_dispatches(monitor)


def test_a_second_run_grades_nothing_again(monitor: Monitor) -> None:
    before = rows(monitor, "FROM news.verdicts ORDER BY ALL")
    grade(monitor)
    assert rows(monitor, "FROM news.verdicts ORDER BY ALL") == before


def test_a_verdict_of_another_rule_set_is_renewed_and_kept(monitor: Monitor) -> None:
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old', relevance_grade = 0")
        connection.execute("UPDATE news.mentions SET ruleset_version = 'old'")
    grade(monitor)
    assert rows(monitor, "SELECT count(*) FROM news.verdicts") == [(4,)]
    old = "SELECT count(*) FROM news.mentions WHERE ruleset_version = 'old'"
    assert rows(monitor, old) == [(0,)]
    assert rows(monitor, GRADES)[0][1] == 3


def test_another_rule_set_is_staged_and_counts_once_every_text_has_its_verdict(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old', relevance_grade = 1")
        connection.execute("UPDATE news.mentions SET ruleset_version = 'old'")
    (tmp_path / "seeds" / "new.txt").write_text(f"{CORE} Il a duré deux jours.", "utf-8")
    read_and_group(monitor)
    monkeypatch.setattr(grading, "TEXTS_PER_BATCH", 2)
    monkeypatch.setattr(grading, "BATCHES_PER_PASS", 1)
    old = "SELECT count(*) FROM news.mentions WHERE ruleset_version = 'old'"
    before = rows(monitor, old)
    grade(monitor)
    assert rows(monitor, "SELECT count(*) FROM news.staged_verdicts") == [(1,)]
    assert rows(monitor, old) == before
    in_force = "SELECT ruleset_version = 'old', count(*) FROM news.verdicts GROUP BY 1 ORDER BY 1"
    assert rows(monitor, in_force) == [(False, 1), (True, 2)]
    grade(monitor)
    assert rows(monitor, "SELECT count(*) FROM news.staged_verdicts") == [(0,)]
    assert rows(monitor, in_force) == [(False, 3), (True, 2)]
    assert rows(monitor, old) == [(0,)]


def test_a_pass_that_dies_before_the_switch_changes_no_grade(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> int:
        raise RuntimeError("power cut")

    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old', relevance_grade = 1")
    with monkeypatch.context() as patch:
        patch.setattr(grading, "publish_regraded", die)
        with pytest.raises(RuntimeError):
            grade(monitor)
    assert rows(monitor, "SELECT DISTINCT ruleset_version FROM news.verdicts") == [("old",)]
    grade(monitor)
    assert [grade for _, grade, _ in rows(monitor, GRADES)] == [3, 0]


def test_of_an_edited_article_the_text_before_is_graded_by_the_new_rules_too(
    monitor: Monitor, tmp_path: Path
) -> None:
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old'")
    (tmp_path / "seeds" / "football.txt").write_text(f"{FOOTBALL}\n{CORE}", "utf-8")
    read_and_group(monitor)
    grade(monitor)
    grades = """
        SELECT revision, relevance_grade FROM news.verdicts
        INNER JOIN news.article_texts USING (text_id)
        INNER JOIN news.articles ON article_texts.article_id = articles.article_id
        WHERE ruleset_version <> 'old' AND seed_file = 'football.txt' ORDER BY revision
    """
    assert [row[0] for row in rows(monitor, grades)] == [1, 2]
    before, after = (int(str(row[1])) for row in rows(monitor, grades))
    assert before < after


def test_the_text_before_an_edit_is_graded_also_where_a_batch_ends_between_the_two(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old'")
    for seed in ("core", "football"):
        (tmp_path / "seeds" / f"{seed}.txt").write_text(f"{FOOTBALL} {CORE} {seed}", "utf-8")
    read_and_group(monitor)
    monkeypatch.setattr(grading, "TEXTS_PER_BATCH", 1)
    grade(monitor)
    new = "SELECT count(*) FROM news.verdicts WHERE ruleset_version <> 'old'"
    assert rows(monitor, new) == [(4,)]


def test_rules_that_are_put_back_count_again(monitor: Monitor) -> None:
    before = rows(monitor, GRADES)
    with monitor.open() as connection:
        connection.execute(
            """
            INSERT INTO news.verdicts
            SELECT * REPLACE (
                'between' AS ruleset_version,
                0 AS relevance_grade,
                graded_at + INTERVAL 1 MICROSECOND AS graded_at
            ) FROM news.verdicts
            """
        )
    grade_dispatches(monitor)
    assert rows(monitor, GRADES) != before
    grade(monitor)
    assert rows(monitor, GRADES) == before
    per_version = "SELECT count(*) FROM news.verdicts GROUP BY text_id, ruleset_version"
    assert set(rows(monitor, per_version)) == {(1,)}


def test_rules_that_were_replaced_before_they_counted_leave_nothing(
    monitor: Monitor,
) -> None:
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old'")
        connection.execute(
            "INSERT INTO news.staged_verdicts"
            " SELECT * REPLACE ('between' AS ruleset_version) FROM news.verdicts"
        )
    grade(monitor)
    assert rows(monitor, "FROM news.verdicts WHERE ruleset_version = 'between'") == []
    assert rows(monitor, "FROM news.staged_verdicts") == []


def test_a_person_s_correction_goes_before_the_verdict(monitor: Monitor) -> None:
    ((article_id,),) = rows(
        monitor, "SELECT article_id FROM news.current_texts WHERE seed_file = 'core.txt'"
    )
    monitor.settings.overrides_file.write_text(
        f"grades:\n  - {{article: '{article_id}', grade: 1, who: A. Alaoui, why: an old text}}\n",
        "utf-8",
    )
    grade(monitor)
    assert rows(monitor, GRADES)[0] == ("core.txt", 1, "corrected by A. Alaoui: an old text")
    monitor.settings.overrides_file.unlink()
    grade(monitor)
    assert rows(monitor, GRADES)[0][1] == 3
