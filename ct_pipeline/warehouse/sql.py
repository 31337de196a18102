"""The SQL files that lie beside the modules that run them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

WAREHOUSE_DIR = Path(__file__).parent
PLACE = re.compile(r"\{\{ (\w+) \}\}")


def sql(name: str, folder: Path = WAREHOUSE_DIR, **places: object) -> str:
    """The statements of a file, by its path below the folder: `sql("pages/due_entries")`.

    `places` fill what SQL takes no parameters for, such as names of tables: `{{ name }}`.
    """
    return PLACE.sub(lambda found: str(places[found[1]]), _read(folder / f"{name}.sql"))


def quoted(text: object) -> str:
    """A text as SQL takes it, for statements that take no parameters, such as ATTACH and COPY."""
    return "'" + str(text).replace("'", "''") + "'"


@cache
def _read(file: Path) -> str:
    return file.read_text("utf-8")
