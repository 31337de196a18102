"""One monitor writes a storage: the first that comes leaves its name there, others are refused.

Two would take each other's archive and lake for their own. A monitor is known by a file of its data
directory, so that a second one with the same directory (its services) is the same.
"""

from __future__ import annotations

import json
import platform
from pathlib import Path
from uuid import uuid4

from ct_pipeline.files import replace_text
from ct_pipeline.storage import Storage, StorageError

CLAIM = "monitor.json"


def claim(storage: Storage, data_dir: Path) -> None:
    """Says in the storage whose it is. Raises StorageError where it is another monitor's."""
    own = {"monitor": _own_name(data_dir), "host": platform.node(), "data_dir": str(data_dir)}
    if not storage.exists(CLAIM):
        with storage.replacing(CLAIM) as draft:
            draft.write_text(json.dumps(own), "utf-8")
    owner = _owner(storage)
    if owner.get("monitor") != own["monitor"]:
        raise StorageError(
            f"{storage.address('')} is what another monitor writes: that of {owner.get('data_dir')}"
            f" on {owner.get('host')}. Give each monitor a prefix or folder of its own in"
            ' CT_STORAGE_URL (docs/operations.md, "Several machines"); if this one takes that'
            f" one's place, remove {storage.address(CLAIM)} and run again."
        )


def _owner(storage: Storage) -> dict[str, object]:
    with storage.open(CLAIM) as stream:
        try:
            told = json.loads(stream.read())
        except ValueError:
            return {}
    return told if isinstance(told, dict) else {}


def _own_name(data_dir: Path) -> str:
    """By which a monitor knows its own claims; made at its first."""
    file = data_dir / CLAIM
    if not file.exists():
        replace_text(file, json.dumps({"monitor": uuid4().hex}))
    return str(json.loads(file.read_text("utf-8"))["monitor"])
