"""A file or setting that cannot be used: one message with the mend, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline_tests.end_to_end.passes import Workplace
from ct_pipeline_tests.press.papers import subscriptions


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    here = Workplace(tmp_path)
    here.settings["CT_FEEDS_FILE"] = here.write("feeds.opml", subscriptions([]))
    return here


def refused(here: Workplace, *options: str) -> str:
    """What a pass says that must refuse to begin."""
    completed = here.command("run", *options)
    assert completed.returncode != 0
    assert "Traceback" not in completed.stderr
    return completed.stderr


def test_a_feed_list_that_does_not_exist(workplace: Workplace) -> None:
    workplace.settings["CT_FEEDS_FILE"] = str(workplace.folder / "none.opml")
    assert "none.opml" in refused(workplace)
    assert not workplace.data.exists()


def test_a_feed_list_that_is_no_xml(workplace: Workplace) -> None:
    workplace.settings["CT_FEEDS_FILE"] = workplace.write("bad.opml", "<opml>\n<body>\n<outline")
    assert "bad.opml, line 3" in refused(workplace)
    assert not workplace.data.exists()


def test_alert_rules_with_an_unknown_word(workplace: Workplace) -> None:
    workplace.settings["CT_ALERTS_FILE"] = workplace.write(
        "alerts.yaml", "consumers:\n  - id: desk\n    min_grad: 2\n    channels: [{type: feed}]\n"
    )
    message = refused(workplace)
    assert "alerts.yaml, line 3" in message
    assert "min_grad" in message
    assert not workplace.data.exists()


def test_a_secret_that_is_not_set(workplace: Workplace) -> None:
    workplace.settings["CT_ALERTS_FILE"] = workplace.write(
        "alerts.yaml",
        "consumers:\n  - id: desk\n    channels:\n      - type: webhook\n"
        "        url: https://example.org/hook\n        secret_env: NOT_SET_ANYWHERE\n",
    )
    assert "NOT_SET_ANYWHERE" in refused(workplace)
    assert not workplace.data.exists()


def test_a_number_that_is_none(workplace: Workplace) -> None:
    workplace.settings["CT_MIN_POLL_SECONDS"] = "soon"
    assert "CT_MIN_POLL_SECONDS" in refused(workplace)
    assert not workplace.data.exists()


def test_a_contact_that_would_break_a_header(workplace: Workplace) -> None:
    workplace.settings["CT_CONTACT"] = "desk@example.org\nX-More: 1"
    assert "CT_CONTACT" in refused(workplace)
    assert not workplace.data.exists()


def test_a_data_directory_that_cannot_be_made(workplace: Workplace) -> None:
    workplace.settings["CT_DATA_DIR"] = str(Path(workplace.write("a-file", "")) / "data")
    assert "CT_DATA_DIR" in refused(workplace)


def test_overrides_that_name_nobody(workplace: Workplace) -> None:
    workplace.data.mkdir()
    (workplace.data / "overrides.yaml").write_text("must_link:\n  - articles: [a, b]\n", "utf-8")
    assert "overrides.yaml, line 2" in refused(workplace)
    assert [file.name for file in workplace.data.iterdir()] == ["overrides.yaml"]


@pytest.mark.parametrize("text", ["? [a]\n: b\n", "must_link: []\n# \x01\n", "a: [*b]\n"])
def test_overrides_that_are_no_yaml(text: str, workplace: Workplace) -> None:
    workplace.data.mkdir()
    (workplace.data / "overrides.yaml").write_text(text, "utf-8")
    message = refused(workplace)
    assert message.startswith(f"{workplace.data / 'overrides.yaml'}, line ")
    assert "The pass broke" not in message
    assert [file.name for file in workplace.data.iterdir()] == ["overrides.yaml"]


def test_a_database_from_a_newer_program_and_a_damaged_one(workplace: Workplace) -> None:
    file = workplace.data / "warehouse" / "warehouse.duckdb"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no database at all " * 500)
    assert "warehouse.duckdb" in refused(workplace)
    assert file.read_bytes().startswith(b"no database at all")


def test_options_that_exclude_each_other(workplace: Workplace) -> None:
    assert "choose --debug or --json" in refused(workplace, "--debug", "--json")
    assert not workplace.data.exists()
