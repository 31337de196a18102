"""What is said of a `.env` that cannot be read, and of settings that do not exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ct_pipeline import environment
from ct_pipeline.__main__ import main
from ct_pipeline.environment import EnvFileError, name_unknown, read_env_file
from ct_pipeline.settings import Settings


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of a `.env` in the folder where one stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("CT_CONTACT=me\nCT_PASS_SECONDS 600\n", 2),
        ("# settings\n\n\nthese are my settings\n", 4),
        ("CT_CONTACT='never closed\n", 1),
        ("\nCT_DATA_DIR\n", 2),
    ],
)
def test_a_malformed_line_is_named_with_its_number(env_file: Path, text: str, line: int) -> None:
    env_file.write_text(text, "utf-8")
    with pytest.raises(EnvFileError, match=rf"\.env, line {line},.* is not NAME=value"):
        read_env_file(env_file)


def test_what_a_malformed_line_holds_beyond_its_name_is_not_shown(env_file: Path) -> None:
    env_file.write_text("DESK_SECRET='whsec_abc\n", "utf-8")
    with pytest.raises(EnvFileError, match="DESK_SECRET") as told:
        read_env_file(env_file)
    assert "whsec" not in str(told.value)


def test_a_file_in_another_encoding_is_said_to_be_one(env_file: Path) -> None:
    env_file.write_bytes("CT_CONTACT=équipe".encode("latin-1"))
    with pytest.raises(EnvFileError, match="not UTF-8"):
        read_env_file(env_file)


def test_what_editors_of_windows_write_is_read(env_file: Path) -> None:
    env_file.write_bytes(b"\xef\xbb\xbfCT_CONTACT=me\r\nexport CT_PASS_SECONDS=60\r\n")
    assert read_env_file(env_file) == {"CT_CONTACT": "me", "CT_PASS_SECONDS": "60"}


def test_paths_count_from_the_folder_of_the_file(
    env_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CT_DATA_DIR", raising=False)
    monkeypatch.setenv("CT_CONTACT", "the process")
    env_file.write_text("CT_DATA_DIR=results\nCT_CONTACT=the file\n", "utf-8")
    settings = Settings.read()
    assert settings.data_dir == tmp_path / "results"
    assert settings.contact == "the process"


def test_without_a_file_paths_count_from_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.delenv("CT_DATA_DIR", raising=False)
    assert Settings.read().data_dir == Path(__file__).parents[1] / "data"


def test_the_nearest_setting_is_named() -> None:
    known = ["CT_DATA_DIR", "CT_SEEDS_DIR", "CT_CONTACT"]
    assert name_unknown(["CT_DATADIR", "CT_CONTACT", "PATH"], known) == [
        "CT_DATADIR is no setting and changes nothing: did you mean CT_DATA_DIR?"
    ]


def test_what_the_alert_file_names_is_nobodys_mistake(
    env_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts = tmp_path / "alerts.yaml"
    alerts.write_text("consumers: [{id: desk}] # secret_env: CT_DESK_SECRET", "utf-8")
    monkeypatch.setenv("CT_ALERTS_FILE", str(alerts))
    monkeypatch.setenv("CT_DESK_SECRET", "whsec_abc")
    env_file.write_text("CT_HOST_DELAY=0\n", "utf-8")
    assert Settings.read().warnings() == [
        "CT_HOST_DELAY is no setting and changes nothing: did you mean CT_HOST_DELAY_SECONDS?"
    ]


def test_an_unknown_name_is_named_beside_another_mistake(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_MIN_POLL_SECONDS", "soon")
    env_file.write_text("CT_DATADIR=/tmp/x\n", "utf-8")
    result = CliRunner().invoke(main, ["feeds", "list"])
    assert "! CT_DATADIR is no setting and changes nothing: did you mean" in result.output
    assert "CT_MIN_POLL_SECONDS" in result.output
