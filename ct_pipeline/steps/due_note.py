"""When the next delivery is due, in a small file beside the database.

The schedule of `deliver_alerts` reads it each minute and starts a run only when something is due:
schedules do not open the writer's database, and a run costs seconds. The note is torn up before
alerts are written and made anew after; where it is missing, a run looks for itself.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ct_pipeline.files import replace_text
from ct_pipeline.settings import Settings

NEVER = "never"


def _file(settings: Settings) -> Path:
    return settings.warehouse_file.with_name("delivery_due_at")


def forget(settings: Settings) -> None:
    """Forgets what is known: until a new note, something may be due at any moment."""
    _file(settings).unlink(missing_ok=True)


def note(settings: Settings, due_at: datetime | None) -> None:
    """Notes when the next delivery is due; None when none is waiting."""
    replace_text(_file(settings), due_at.isoformat() if due_at else NEVER)


def may_be_due(settings: Settings, now: datetime) -> bool:
    """Whether a delivery may be due at `now`; true where no note can be read."""
    try:
        text = _file(settings).read_text("utf-8").strip()
        return text != NEVER and datetime.fromisoformat(text) <= now
    except (OSError, ValueError):
        return True
