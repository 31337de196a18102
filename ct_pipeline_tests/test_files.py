"""A file is replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline.files import replace_text, replacing


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
