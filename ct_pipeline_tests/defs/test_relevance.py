"""The assets of relevance: what is missing gets graded once, dispatches take their canonical's."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs.articles import clean_articles
from ct_pipeline.defs.copies import copy_edges, dispatches
from ct_pipeline.defs.relevance import dispatch_grades, graded_texts, try_relevance_rules
from ct_pipeline.defs.relevance_checks import (
    corrections_agree,
    every_text_could_be_graded,
    no_language_falls_silent,
    offsets_reproduce_the_surface,
    relevant_dispatches_have_evidence,
    uncertain_share_is_in_bounds,
)
from ct_pipeline.relevance.grading import Graded, Ruleset
from ct_pipeline.relevance.lexicon import LEXICON_FILE
from ct_pipeline.relevance.reading import Circumstances
from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline_tests.steps.two_seeds import GRADES, monitor_of, rows, write_seeds

CHECKS = [
    offsets_reproduce_the_surface,
    relevant_dispatches_have_evidence,
    uncertain_share_is_in_bounds,
    no_language_falls_silent,
    corrections_agree,
    every_text_could_be_graded,
]


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose seeds have been read and grouped; each test has a copy."""
    folder = tmp_path_factory.mktemp("grouped")
    write_seeds(folder)
    materialize(monitor_of(folder), clean_articles, copy_edges, dispatches)
    return folder


@pytest.fixture
def monitor(grouped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    shutil.copytree(grouped, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CT_SEEDS_DIR", str(tmp_path / "seeds"))
    return Monitor.read()


def materialize(
    monitor: Monitor, *assets: dg.AssetsDefinition | dg.AssetChecksDefinition
) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(assets, resources={"monitor": monitor}, instance=instance)
    assert result.success
    return result


def run(monitor: Monitor) -> dg.ExecuteInProcessResult:
    return materialize(monitor, graded_texts, dispatch_grades, *CHECKS)


def test_texts_are_graded_with_their_mentions_and_dispatches_follow(monitor: Monitor) -> None:
    result = run(monitor)
    assert rows(monitor, GRADES) == [
        ("core.txt", 3, "3_link_in_title_or_lead"),
        ("football.txt", 0, "0_none"),
    ]
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
    assert all(check.passed for check in result.get_asset_check_evaluations())
    (grades,) = (
        event.metadata
        for event in result.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey(["news", "dispatch_grades"])
        for event in [event.materialization]
    )
    assert grades["fr_grade_3"].value == 1
    assert "premier dialogue" in str(grades["newest_core"].value)


def test_where_nothing_is_named_nothing_is_wrong(monitor: Monitor, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "core.txt").unlink()
    nothing = Settings.read().data_dir / "warehouse" / "warehouse.duckdb"
    nothing.unlink()
    materialize(monitor, clean_articles, copy_edges, dispatches)
    result = run(monitor)
    assert rows(monitor, "FROM news.mentions") == []
    assert all(check.passed for check in result.get_asset_check_evaluations())


def test_a_text_on_which_the_rules_fail_costs_itself_until_there_are_others(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade = Ruleset.grade

    def fail_on_football(
        self: Ruleset, title: str | None, body: str, language: str, told: Circumstances
    ) -> Graded:
        if "pelouse" in body:
            raise RecursionError("too deep")
        return grade(self, title, body, language, told)

    monkeypatch.setattr(Ruleset, "grade", fail_on_football)
    checked = run(monitor).get_asset_check_evaluations()
    assert [c.check_name for c in checked if not c.passed] == ["every_text_could_be_graded"]
    before = rows(monitor, "FROM news.verdicts ORDER BY ALL")
    run(monitor)
    assert rows(monitor, "FROM news.verdicts ORDER BY ALL") == before
    assert rows(monitor, GRADES) == [
        ("core.txt", 3, "3_link_in_title_or_lead"),
        ("football.txt", 0, "quarantined: RecursionError: too deep"),
    ]
    monkeypatch.setattr(Ruleset, "grade", grade)
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old'")
    run(monitor)
    assert rows(monitor, GRADES)[1] == ("football.txt", 0, "0_none")


def test_of_two_grades_in_one_dispatch_it_is_told_which_applies(monitor: Monitor) -> None:
    file, said = Settings.read().overrides_file, "who: x, why: y}"
    ids = [str(one) for (one,) in rows(monitor, "SELECT article_id FROM news.articles")]
    linked = f"must_link:\n  - {{articles: ['{ids[0]}', '{ids[1]}'], {said}\n"
    file.write_text(linked, "utf-8")
    materialize(monitor, clean_articles, copy_edges, dispatches)
    ((copy, dispatch_id), (canonical, _)) = rows(
        monitor, "SELECT article_id, dispatch_id FROM news.dispatch_members ORDER BY is_canonical"
    )
    grades = (
        f"grades:\n  - {{article: '{copy}', grade: 1, {said}\n"
        f"  - {{article: '{canonical}', grade: 2, {said}\n"
    )
    file.write_text(linked + grades, "utf-8")
    (told,) = (check for check in run(monitor).get_asset_check_evaluations() if not check.passed)
    assert told.check_name == "corrections_agree"
    assert told.severity is dg.AssetCheckSeverity.WARN
    assert f"grade 2 in line 5 applies to {dispatch_id}, not 1 in line 4" in str(told.description)
    assert rows(monitor, "SELECT relevance_grade FROM news.dispatch_grades") == [(2,)]
    file.write_text(linked + grades.replace("grade: 2", "grade: 1"), "utf-8")
    assert all(check.passed for check in run(monitor).get_asset_check_evaluations())


def test_a_mention_beside_its_surface_fails_the_check(monitor: Monitor) -> None:
    run(monitor)
    with monitor.open() as connection:
        connection.execute("UPDATE news.mentions SET char_start = char_start + 1")
    evaluation = offsets_reproduce_the_surface(monitor)
    assert isinstance(evaluation, dg.AssetCheckResult)
    assert not evaluation.passed


def test_a_changed_lexicon_is_tried_without_changing_anything(
    monitor: Monitor, tmp_path: Path
) -> None:
    run(monitor)
    lexicon = LEXICON_FILE.read_text("utf-8").replace('"ONUCT"', '"ONUCTX"')
    changed = tmp_path / "lexicon.yaml"
    changed.write_text(lexicon.replace('- "Onuct"', '- "Onuctx"'), "utf-8")
    before = rows(monitor, GRADES)
    with dg.DagsterInstance.ephemeral() as instance:
        result = try_relevance_rules.execute_in_process(
            run_config={"ops": {"try_ruleset": {"config": {"lexicon_file": str(changed)}}}},
            resources={"monitor": monitor},
            instance=instance,
        )
    (output,) = (
        event.step_output_data for event in result.all_events if event.is_successful_output
    )
    assert output.metadata["lost"].value == 1
    assert "3 → 0" in str(output.metadata["changes"].value)
    assert rows(monitor, GRADES) == before
