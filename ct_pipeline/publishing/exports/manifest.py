"""What lies in the export folders: rows, size and hash of each file, the schema, the version."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from ct_pipeline.publishing.exports.partitions import Mart
from ct_pipeline.storage import Storage


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export; `path` is relative to the published folder."""

    path: str
    format: str
    table: str
    month: str | None
    row_count: int
    byte_count: int
    sha256: str
    columns: str


@dataclass(frozen=True, slots=True)
class About:
    """Which program exported which build of the marts, and when."""

    version: str
    edition: str | None
    published_at: str


def read_files(storage: Storage, name: str) -> dict[str, ExportFile]:
    """The files of the last export by path; none where there was none."""
    try:
        with storage.open(name) as manifest:
            stored = json.load(manifest)
        known = {file["path"]: file for file in stored["files"]}
        return {
            path: ExportFile(**{name: file.get(name, "") for name in ExportFile.__slots__})
            for path, file in known.items()
        }
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}


def write_manifest(
    storage: Storage, name: str, about: About, marts: list[Mart], files: list[ExportFile]
) -> None:
    """Puts the manifest in place; it comes after the files that it speaks of."""
    content = asdict(about) | {
        "tables": [asdict(mart) for mart in marts],
        "files": [asdict(file) for file in files],
    }
    with storage.replacing(name) as draft:
        draft.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
