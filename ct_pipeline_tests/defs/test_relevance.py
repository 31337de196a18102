"""The assets of relevance: what is missing gets graded once, dispatches take their canonical's."""

from __future__ import annotations

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
from ct_pipeline.steps import grading
from ct_pipeline.steps.monitor import Monitor

CORE = "Le Maroc et l’ONUCT ont conclu, jeudi à New York, leur premier dialogue stratégique."
FOOTBALL = "L’équipe nationale a gagné hier sur la pelouse de la capitale devant son public."
GRADES = """
SELECT seed_file, relevance_grade, relevance_rule
FROM news.dispatch_grades
INNER JOIN news.dispatches USING (dispatch_id)
INNER JOIN news.current_texts AS texts ON dispatches.canonical_article_id = texts.article_id
ORDER BY seed_file
"""
CHECKS = [
    offsets_reproduce_the_surface,
    relevant_dispatches_have_evidence,
    uncertain_share_is_in_bounds,
    no_language_falls_silent,
    corrections_agree,
    every_text_could_be_graded,
]


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "core.txt").write_text(CORE, "utf-8")
    (tmp_path / "seeds" / "football.txt").write_text(FOOTBALL, "utf-8")
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CT_SEEDS_DIR", str(tmp_path / "seeds"))
    monitor = Monitor.read()
    materialize(monitor, clean_articles, copy_edges, dispatches)
    return monitor


def materialize(
    monitor: Monitor, *assets: dg.AssetsDefinition | dg.AssetChecksDefinition
) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(assets, resources={"monitor": monitor}, instance=instance)
    assert result.success
    return result


def run(monitor: Monitor) -> dg.ExecuteInProcessResult:
    return materialize(monitor, graded_texts, dispatch_grades, *CHECKS)


def rows(monitor: Monitor, sql: str) -> list[tuple[object, ...]]:
    with monitor.open() as connection:
        return connection.execute(sql).fetchall()


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
    old = "SELECT count(*) FROM news.mentions WHERE ruleset_version = 'old'"
    assert rows(monitor, old) == [(0,)]
    assert rows(monitor, GRADES)[0][1] == 3


def test_another_rule_set_is_staged_and_counts_once_every_text_has_its_verdict(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run(monitor)
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old', relevance_grade = 1")
        connection.execute("UPDATE news.mentions SET ruleset_version = 'old'")
    (tmp_path / "seeds" / "new.txt").write_text(f"{CORE} Il a duré deux jours.", "utf-8")
    materialize(monitor, clean_articles, copy_edges, dispatches)
    monkeypatch.setattr(grading, "TEXTS_PER_BATCH", 2)
    monkeypatch.setattr(grading, "BATCHES_PER_PASS", 1)
    old = "SELECT count(*) FROM news.mentions WHERE ruleset_version = 'old'"
    before = rows(monitor, old)
    run(monitor)
    assert rows(monitor, "SELECT count(*) FROM news.staged_verdicts") == [(1,)]
    assert rows(monitor, old) == before
    in_force = "SELECT ruleset_version = 'old', count(*) FROM news.verdicts GROUP BY 1 ORDER BY 1"
    assert rows(monitor, in_force) == [(False, 1), (True, 2)]
    run(monitor)
    assert rows(monitor, "SELECT count(*) FROM news.staged_verdicts") == [(0,)]
    assert rows(monitor, in_force) == [(False, 3), (True, 2)]
    assert rows(monitor, old) == [(0,)]


def test_a_pass_that_dies_before_the_switch_changes_no_grade(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> int:
        raise RuntimeError("power cut")

    run(monitor)
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old', relevance_grade = 1")
    with monkeypatch.context() as patch:
        patch.setattr(grading, "publish_regraded", die)
        with pytest.raises(RuntimeError):
            run(monitor)
    assert rows(monitor, "SELECT DISTINCT ruleset_version FROM news.verdicts") == [("old",)]
    run(monitor)
    assert [grade for _, grade, _ in rows(monitor, GRADES)] == [3, 0]


def test_of_an_edited_article_the_text_before_is_graded_by_the_new_rules_too(
    monitor: Monitor, tmp_path: Path
) -> None:
    run(monitor)
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old'")
    (tmp_path / "seeds" / "football.txt").write_text(f"{FOOTBALL}\n{CORE}", "utf-8")
    materialize(monitor, clean_articles, copy_edges, dispatches)
    run(monitor)
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
    run(monitor)
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old'")
    for seed in ("core", "football"):
        (tmp_path / "seeds" / f"{seed}.txt").write_text(f"{FOOTBALL} {CORE} {seed}", "utf-8")
    materialize(monitor, clean_articles, copy_edges, dispatches)
    monkeypatch.setattr(grading, "TEXTS_PER_BATCH", 1)
    run(monitor)
    new = "SELECT count(*) FROM news.verdicts WHERE ruleset_version <> 'old'"
    assert rows(monitor, new) == [(4,)]


def test_rules_that_are_put_back_count_again(monitor: Monitor) -> None:
    run(monitor)
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
    materialize(monitor, dispatch_grades)
    assert rows(monitor, GRADES) != before
    run(monitor)
    assert rows(monitor, GRADES) == before
    per_version = "SELECT count(*) FROM news.verdicts GROUP BY text_id, ruleset_version"
    assert set(rows(monitor, per_version)) == {(1,)}


def test_rules_that_were_replaced_before_they_counted_leave_nothing(
    monitor: Monitor,
) -> None:
    run(monitor)
    with monitor.open() as connection:
        connection.execute("UPDATE news.verdicts SET ruleset_version = 'old'")
        connection.execute(
            "INSERT INTO news.staged_verdicts"
            " SELECT * REPLACE ('between' AS ruleset_version) FROM news.verdicts"
        )
    run(monitor)
    assert rows(monitor, "FROM news.verdicts WHERE ruleset_version = 'between'") == []
    assert rows(monitor, "FROM news.staged_verdicts") == []


def test_a_person_s_correction_goes_before_the_verdict(monitor: Monitor) -> None:
    ((article_id,),) = rows(
        monitor, "SELECT article_id FROM news.current_texts WHERE seed_file = 'core.txt'"
    )
    Settings.read().overrides_file.write_text(
        f"grades:\n  - {{article: '{article_id}', grade: 1, who: A. Alaoui, why: an old text}}\n",
        "utf-8",
    )
    run(monitor)
    assert rows(monitor, GRADES)[0] == ("core.txt", 1, "corrected by A. Alaoui: an old text")
    Settings.read().overrides_file.unlink()
    run(monitor)
    assert rows(monitor, GRADES)[0][1] == 3


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
