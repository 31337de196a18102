"""A file is replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline.files import (
    READ_ONLY,
    admit_readers,
    mode_in,
    open_like_above,
    replace_text,
    replacing,
)


def test_whoever_looks_meanwhile_finds_the_former_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "list.opml"
    replace_text(target, "before")
    with replacing(target) as draft:
        draft.write_text("aft")
        assert target.read_text() == "before"
        draft.write_text("after")
    assert target.read_text() == "after"
    assert list(tmp_path.iterdir()) == [target]


def test_what_breaks_meanwhile_leaves_the_former_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "list.opml"
    replace_text(target, "before")

    def fill(draft: Path) -> None:
        draft.write_text("aft")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), replacing(target) as draft:
        fill(draft)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def modes(folder: Path) -> dict[str, str]:
    """The permissions of a folder and all that is in it, by relative path."""
    found = [folder, *folder.rglob("*")]
    return {str(path.relative_to(folder)): f"{path.stat().st_mode & 0o777:o}" for path in found}


def publish(data: Path, mode: int) -> None:
    """What a pass does, in short: its own files and those for readers."""
    published = data / "published"
    admit_readers(data, published, mode)
    replace_text(data / "warehouse" / "note", "private")
    replace_text(published / "alerts" / "desk.json", "{}")
    with replacing(published / "news.duckdb", mode=mode_in(published, READ_ONLY)) as draft:
        draft.write_text("rows")


@pytest.mark.parametrize(
    ("mode", "passage", "folder", "file", "snapshot"),
    [
        (0o644, "711", "755", "644", "444"),
        (0o640, "710", "750", "640", "440"),
        (0o600, "700", "700", "600", "400"),
    ],
)
def test_readers_are_let_in_as_far_as_the_mode_says(
    tmp_path: Path, mode: int, passage: str, folder: str, file: str, snapshot: str
) -> None:
    data = tmp_path / "data"
    publish(data, mode)
    assert modes(data) == {
        ".": passage,
        "warehouse": "700",
        "warehouse/note": "600",
        "published": folder,
        "published/alerts": folder,
        "published/alerts/desk.json": file,
        "published/news.duckdb": snapshot,
    }


def test_what_a_library_wrote_is_for_whom_its_folder_is(tmp_path: Path) -> None:
    publish(tmp_path, 0o644)
    month = tmp_path / "published" / "parquet" / "articles"
    month.mkdir(parents=True)
    (month / "rows.parquet").write_text("rows")
    for path in (month.parent, month, month / "rows.parquet"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    open_like_above(month.parent)
    assert set(modes(month.parent).values()) == {"755", "644"}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o600])
def test_another_mode_holds_for_what_was_published_before(tmp_path: Path, mode: int) -> None:
    for before in (0o644, 0o600, 0o640):
        publish(tmp_path / "once", before)
        admit_readers(tmp_path / "once", tmp_path / "once" / "published", mode)
        publish(tmp_path / f"fresh {before:o}", mode)
        assert modes(tmp_path / "once") == modes(tmp_path / f"fresh {before:o}")


def test_what_an_earlier_version_left_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "data" / "warehouse").mkdir(parents=True)
    (tmp_path / "data" / "warehouse" / "warehouse.duckdb").write_text("rows")
    (tmp_path / "data").chmod(0o755)
    (tmp_path / "data" / "warehouse").chmod(0o755)
    publish(tmp_path / "data", 0o644)
    assert modes(tmp_path / "data")["warehouse"] == "700"
