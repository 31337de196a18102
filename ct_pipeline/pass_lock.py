"""One pass at a time: a lock in the data directory that the operating system frees on death."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ct_pipeline.errors import UserError
from ct_pipeline.settings import SettingsError


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
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data_dir / "pass.lock", is_singleton=True, thread_local=False)
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise PassRunningError(f"another pass is running in {data_dir}") from error
    except OSError as error:
        raise SettingsError(
            f"{error.filename or data_dir} cannot be written ({error.strerror}). "
            "Give this user write permission there, or set CT_DATA_DIR to another folder."
        ) from error
    try:
        yield
    finally:
        lock.release()
