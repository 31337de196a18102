"""One pass at a time, and which runs live: locks that the operating system frees on death."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ct_pipeline.errors import UserError
from ct_pipeline.settings import SettingsError

RUNS = "runs"
# Held until this process ends, also while a run waits for its turn or writes its last words.
_own_runs: dict[str, FileLock] = {}


class PassRunningError(UserError):
    """Another pass holds the data directory."""


def is_pass_running(data_dir: Path) -> bool:
    """Whether another process holds the right to run a pass just now."""
    try:
        with hold_pass_lock(data_dir):
            return False
    except PassRunningError:
        return True


@contextmanager
def hold_pass_lock(data_dir: Path, *, wait_seconds: float = 0) -> Iterator[None]:
    """Holds the right to run a pass; re-entrant within one process.

    Raises PassRunningError when another process still holds it after `wait_seconds`, and
    SettingsError when the data directory cannot be written.
    """
    try:
        lock = _acquire(data_dir / "pass.lock", wait_seconds)
    except Timeout as error:
        raise PassRunningError(f"another pass is running in {data_dir}") from error
    try:
        yield
    finally:
        lock.release()


def note_run(data_dir: Path, run_id: str) -> None:
    """From now on this run lives as long as this process. Raises SettingsError."""
    _own_runs[run_id] = _acquire(data_dir / RUNS / f"{run_id}.lock")


def _acquire(file: Path, wait_seconds: float = -1) -> FileLock:
    """The lock of a file of the data directory, held; re-entrant within this process.

    Raises Timeout after `wait_seconds` (never where negative) and SettingsError.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file, is_singleton=True, thread_local=False)
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise  # an OSError too
    except OSError as error:
        raise SettingsError(
            f"{error.filename or file.parent} cannot be written ({error.strerror}). "
            "Give this user write permission there, or set CT_DATA_DIR to another folder."
        ) from error
    return lock


@dataclass(frozen=True, slots=True)
class Runs:
    """Ids of runs that said that they live: those whose processes do, and those whose ended."""

    living: frozenset[str]
    ended: frozenset[str]


def noted_runs(data_dir: Path) -> Runs:
    """What became of the runs that said that they live; the notes of ended ones are taken off."""
    living, ended = set(_own_runs), set()
    for file in (data_dir / RUNS).glob("*.lock"):
        if file.stem in living:
            continue
        try:
            with FileLock(file, blocking=False):
                file.unlink()
            ended.add(file.stem)
        except Timeout:
            living.add(file.stem)
        except OSError:
            continue
    return Runs(frozenset(living), frozenset(ended))
