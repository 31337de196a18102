"""dbt's project is parsed again when its content changed, not when its files' times did."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ct_pipeline.publishing import manifest


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model of a small project that was parsed; what parses it only counts."""
    target = tmp_path / "target"
    monkeypatch.setattr(manifest, "PROJECT_DIR", tmp_path)
    for name in ("MANIFEST_FILE", "PARSED_FILE", "VERSION_FILE"):
        monkeypatch.setattr(manifest, name, target / name.lower())
    monkeypatch.setattr(manifest, "_parse_project", lambda: parsed(target))
    model = tmp_path / "articles.sql"
    model.write_text("SELECT 1", "utf-8")
    manifest.prepare_manifest()
    return model


def parsed(target: Path) -> None:
    """What dbt leaves, with a line for each time it ran."""
    target.mkdir(exist_ok=True)
    with (target / "manifest_file").open("a", encoding="utf-8") as file:
        file.write("parsed\n")
    (target / "parsed_file").touch()


def times_parsed(model: Path) -> int:
    return len((model.parent / "target" / "manifest_file").read_text("utf-8").splitlines())


def test_a_checkout_that_changed_nothing_parses_nothing(model: Path) -> None:
    os.utime(model)
    manifest.prepare_manifest()
    assert times_parsed(model) == 1


def test_an_older_file_of_another_content_is_parsed(model: Path) -> None:
    model.write_text("SELECT 2", "utf-8")
    os.utime(model, (0, 0))
    manifest.prepare_manifest()
    manifest.prepare_manifest()
    assert times_parsed(model) == 2


def test_a_file_that_went_away_is_noticed(model: Path) -> None:
    model.unlink()
    manifest.prepare_manifest()
    assert times_parsed(model) == 2


def test_another_dbt_parses_anew(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "version", lambda package: f"another {package}")
    manifest.prepare_manifest()
    assert times_parsed(model) == 2
