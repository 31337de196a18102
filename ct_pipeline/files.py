"""Files that somebody may open at any moment: written beside, made durable, then put in place.

Who may read a file is told by its folder: where others may list it, they may read what is in it;
everything else is its owner's alone. The pipeline's own folders are made so by `admit_readers`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER_ALONE = 0o700
READ = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
OTHERS_READ = stat.S_IRGRP | stat.S_IROTH
WRITABLE, READ_ONLY = 0o666, 0o444  # of a file, before its folder takes from it


@contextmanager
def replacing(target: Path, *, mode: int | None = None) -> Iterator[Path]:
    """A path to write to; at the end of the block it takes the place of `target` in one step.

    Without a `mode` it is for whom its folder is for. When the block raises, the target stays as it
    was. What a killed process left of an earlier attempt is overwritten.
    """
    make_folder(target.parent)
    draft = target.with_name(f".{target.name}.draft")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        draft.chmod(mode_in(target.parent) if mode is None else mode)
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def replace_text(target: Path, text: str) -> None:
    """Puts a text file in place in one step."""
    with replacing(target) as draft:
        draft.write_text(text, "utf-8")


def make_folder(folder: Path) -> None:
    """Makes a folder, for whom the one above it is where others may list that."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    above = _mode(folder.parent)
    folder.chmod(above if above & OTHERS_READ else OWNER_ALONE)


def mode_in(folder: Path, of_file: int = WRITABLE) -> int:
    """The permissions of a file in that folder, which is made: whom it is closed to has none."""
    make_folder(folder)
    return of_file & _mode(folder)


def admit_readers(data: Path, published: Path, mode: int) -> None:
    """Opens `published`, a folder of `data`, to those whom `mode` lets read; the rest is closed.

    What was made under another mode is changed. The folder above can be passed through, not listed.
    """
    make_folder(data)
    for folder in data.iterdir():
        if folder.is_dir() and not folder.is_symlink() and folder != published:
            _set_mode(folder, OWNER_ALONE)
    _set_mode(data, OWNER_ALONE | (mode & READ) >> 2)
    open_folder(published, mode)


def close_folder(folder: Path) -> None:
    """Makes a folder that is its owner's alone."""
    make_folder(folder)
    _set_mode(folder, OWNER_ALONE)


def open_folder(published: Path, mode: int) -> None:
    """Makes a folder, and opens it with all that is in it to those whom `mode` lets read."""
    wanted = mode | stat.S_IRWXU | (mode & READ) >> 2
    make_folder(published)
    if _mode(published) != wanted:
        _open(published, wanted)


def open_like_above(folder: Path) -> None:
    """Opens a folder that a library filled to those for whom the folder above it is."""
    if folder.is_dir():
        _open(folder, _mode(folder.parent))


def _open(folder: Path, wanted: int) -> None:
    """Gives a folder and all that is in it a folder's permissions, itself last."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            continue
        is_read_only = not _mode(path) & stat.S_IWUSR
        of_file = (READ_ONLY if is_read_only else WRITABLE) & wanted
        _set_mode(path, wanted if path.is_dir() else of_file)
    _set_mode(folder, wanted)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _set_mode(path: Path, mode: int) -> None:
    if _mode(path) != mode:
        path.chmod(mode)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
