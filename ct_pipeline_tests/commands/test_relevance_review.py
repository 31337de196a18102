"""`relevance review`, as an editor uses it: the queue, an answer, and the pass after it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner, Result

from ct_pipeline.__main__ import main
from ct_pipeline.defs.articles import clean_articles
from ct_pipeline.defs.copies import copy_edges, dispatches
from ct_pipeline.defs.relevance import dispatch_grades, graded_texts
from ct_pipeline.inputs.newsroom_gold import read_gold
from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.relevance.circumstances import read_circumstances
from ct_pipeline_tests.steps.two_seeds import monitor_of

OPEN = "Morocco and terrorism: a long story\n\nMorocco has lived with terrorism for a generation."
PLAIN = "A bakery opens\n\nA bakery opened on Monday in the old town, with bread from four ovens."
COMMENT = "# kept under version control\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose two seeds have been graded; each test has a copy."""
    folder = tmp_path_factory.mktemp("graded")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "open.txt").write_text(OPEN, "utf-8")
    (folder / "seeds" / "plain.txt").write_text(PLAIN, "utf-8")
    run(monitor_of(folder))
    return folder


@pytest.fixture
def monitor(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    shutil.copytree(graded, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CT_SEEDS_DIR", str(tmp_path / "seeds"))
    monitor = Monitor.read()
    monitor.settings.overrides_file.write_text(COMMENT, "utf-8")
    return monitor


def run(monitor: Monitor) -> None:
    assets = [clean_articles, copy_edges, dispatches, graded_texts, dispatch_grades]
    with dg.DagsterInstance.ephemeral() as instance:
        assert dg.materialize(assets, resources={"monitor": monitor}, instance=instance).success


def review(*options: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["relevance", "review", *options], input=typed)


def test_the_queue_is_answered_and_the_next_pass_applies_it(monitor: Monitor) -> None:
    listed = review("--list")
    assert listed.exit_code == 0, listed.output
    assert "1 grade to look at" in listed.output
    (item,) = json.loads(review("--list", "--json").output)
    assert item["relevance_rule"] == "1b_terrorism"
    assert item["is_uncertain"]

    answered = review(
        "--answer", item["article_id"], "--grade", "2", "--who", "Amal", "--why", "about policy"
    )
    assert answered.exit_code == 0, answered.output
    assert "the next pass applies it" in answered.output
    assert monitor.settings.overrides_file.read_text("utf-8").startswith(COMMENT)
    (given,) = read_overrides_file(monitor.settings).grades
    assert (given.article_id, given.grade, given.reason.who) == (item["article_id"], 2, "Amal")
    (gold,) = read_gold(monitor.settings.newsroom_gold_file)
    assert (gold.grade, gold.rules_grade, gold.body) == (2, 1, item["body"])
    assert "no grade to look at" in review("--list").output
    assert json.loads(review("--list", "--json").output) == []

    run(monitor)
    with monitor.open() as connection:
        grades = connection.execute(
            "SELECT relevance_grade, is_uncertain, relevance_rule FROM news.dispatch_grades"
            " WHERE relevance_grade > 0"
        ).fetchall()
    assert grades == [(2, False, "corrected by Amal: about policy")]


def test_each_text_is_shown_and_asked_for(monitor: Monitor) -> None:
    result = review(typed="1\nonly a threat\n")
    assert result.exit_code == 0, result.output
    assert "because: Morocco" in result.output
    assert "doubt deed_unknown: Terrorism and Morocco in title or lead" in result.output
    assert "1 answered" in result.output
    (given,) = read_overrides_file(monitor.settings).grades
    assert (given.grade, given.reason.why) == (1, "only a threat")


def test_skipping_and_quitting_write_nothing(monitor: Monitor) -> None:
    for typed in ("s\n", "q\n"):
        assert "none answered" in review(typed=typed).output
    assert monitor.settings.overrides_file.read_text("utf-8") == COMMENT
    assert not monitor.settings.newsroom_gold_file.exists()


def test_a_dispute_is_in_the_queue_until_it_is_settled(monitor: Monitor) -> None:
    (item,) = json.loads(review("--json").output)
    with monitor.open() as connection:  # another outlet's copy of the text
        connection.execute(
            "INSERT INTO news.dispatch_members BY NAME SELECT * REPLACE"
            " ('copy' AS article_id, false AS is_canonical) FROM news.dispatch_members"
            " WHERE article_id = ?",
            [item["article_id"]],
        )
    review("--answer", item["article_id"], "--grade", "2", "--why", "policy", "--who", "A")
    text = monitor.settings.overrides_file.read_text("utf-8")
    added = '  - article: "copy"\n    grade: 0\n    who: "B"\n    why: "no"\n'
    monitor.settings.overrides_file.write_text(text + added, "utf-8")

    listed = review("--list").output
    assert "disputed" in listed
    assert "A says 2: policy" in listed
    assert "B says 0: no" in listed
    review("--answer", item["article_id"], "--grade", "1", "--why", "settled", "--who", "C")
    (given,) = read_overrides_file(monitor.settings).grades
    assert (given.grade, given.reason.who) == (1, "C")
    assert "no grade to look at" in review("--list").output


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--answer", "nothing", "--grade", "1", "--why", "x"], "nothing: no graded article has"),
        (["--answer", "caf\udce9", "--grade", "1", "--why", "x"], "caf: no graded article has"),
        (["--answer", "nothing"], "an answer needs all three"),
        (["--answer", "nothing", "--grade", "1"], "an answer needs all three"),
        (["--grade", "2"], "an answer needs all three"),
        (["--why", "so"], "an answer needs all three"),
    ],
)
def test_what_cannot_be_answered_says_why(
    options: list[str], complaint: str, monitor: Monitor
) -> None:
    result = review(*options)
    assert result.exit_code != 0
    assert complaint in result.output


def test_a_reason_is_kept_as_a_reader_sees_it(monitor: Monitor) -> None:
    (item,) = json.loads(review("--json").output)
    why = "caf\udce9 \u202eturned\u202c\x1b[31m\nround"
    answered = review("--answer", item["article_id"], "--grade", "2", "--who", "A", "--why", why)
    assert answered.exit_code == 0, answered.output
    (given,) = read_overrides_file(monitor.settings).grades
    (gold,) = read_gold(monitor.settings.newsroom_gold_file)
    assert given.reason.why == gold.why == "caf turned[31m round"


def test_an_answer_goes_to_both_files_or_to_none(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = json.loads(review("--json").output)
    answer = ("--answer", item["article_id"], "--grade", "2", "--who", "A", "--why", "policy")
    gold = monitor.settings.newsroom_gold_file
    gold.mkdir()
    assert "cannot be written" in review(*answer).output
    assert monitor.settings.overrides_file.read_text("utf-8") == COMMENT

    gold.rmdir()
    gold.write_text("\n", "utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", str(monitor.settings.overrides_file))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        assert "No space left on device" in review(*answer).output
    assert gold.read_text("utf-8") == "\n"
    assert monitor.settings.overrides_file.read_text("utf-8") == COMMENT


def test_a_folder_without_articles_is_named_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "mistyped"))
    for options in ((), ("--list",), ("--answer", "one", "--grade", "1", "--why", "x")):
        result = review(*options)
        assert result.exit_code == 1
        assert f"CT_DATA_DIR={tmp_path / 'mistyped'} holds no articles" in result.output
    assert not (tmp_path / "mistyped").exists()


def test_a_text_s_day_and_its_feed_s_country_are_witnesses(monitor: Monitor) -> None:
    with monitor.open() as connection:
        texts = connection.execute(
            "SELECT text_id, article_id FROM news.article_texts ORDER BY text_id"
        ).fetchall()
        for (_, article_id), country in zip(texts, ("MA", "INT"), strict=True):
            connection.execute(
                "INSERT INTO news.sources (source_id, name, feed_url, country, enabled, is_listed)"
                " VALUES (?, 'a paper', '', ?, true, true)",
                [country, country],
            )
            connection.execute(
                "UPDATE news.articles SET source_id = ? WHERE article_id = ?", [country, article_id]
            )
        known = read_circumstances(connection, [text_id for text_id, _ in texts])
    assert [known[text_id].told_from for text_id, _ in texts] == ["MA", None]
    assert {one.day for one in known.values()} == {None}
