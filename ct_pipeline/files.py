"""Files that somebody may open at any moment: written beside, made durable, then put in place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READABLE_BY_ALL = 0o644


@contextmanager
def replacing(target: Path, *, mode: int = READABLE_BY_ALL) -> Iterator[Path]:
    """A path to write to; at the end of the block it takes the place of `target` in one step.

    When the block raises, the target stays as it was. What a killed process left of an earlier
    attempt is overwritten.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.draft")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        draft.chmod(mode)
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def replace_text(target: Path, text: str) -> None:
    """Puts a text file in place in one step."""
    with replacing(target) as draft:
        draft.write_text(text, "utf-8")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
