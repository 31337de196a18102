"""The documentation that dbt holds: a data dictionary in Markdown, and dbt's own page."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any

from ct_pipeline.files import replace_text
from ct_pipeline.markdown import table
from ct_pipeline.publishing.dbt_command import invoke_dbt, readers_file, target_folder
from ct_pipeline.publishing.manifest import (
    MANIFEST_FILE,
    PROJECT_DIR,
    mart_nodes,
    project_version,
    read_manifest,
)
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import hold_writer_lock

DICTIONARY_FILE = PROJECT_DIR.parent / "docs" / "data_dictionary.md"
HEADER = """# Data dictionary

Generated from the dbt project by `python -m ct_pipeline.publishing.dictionary`; a test keeps it
current. All tables are in the schema `marts` of the published snapshot; times are UTC.
"""


def publish_dbt_docs(settings: Settings) -> bool:
    """Puts dbt's documentation in place as one static file; False when it is current."""
    page = settings.published_dir / "dbt_docs.html"
    stamp = f"<!-- project {project_version()} -->"
    if page.exists() and page.read_text("utf-8").endswith(stamp):
        return False
    with hold_writer_lock(settings.warehouse_file):
        if not readers_file(settings).exists():
            return False
        # dbt reads the manifest back from where it writes its own files.
        shutil.copyfile(MANIFEST_FILE, target_folder(settings) / MANIFEST_FILE.name)
        invoke_dbt(settings, ["docs", "generate", "--static", "--no-compile"])
    content = (target_folder(settings) / "static_index.html").read_text("utf-8")
    replace_text(page, content + stamp)
    return True


def render_dictionary(manifest: Mapping[str, Any]) -> str:
    """The marts with their columns, types and meanings, as Markdown."""
    marts = mart_nodes(manifest)
    return HEADER + "".join(_render_mart(marts[name]) for name in sorted(marts))


def _render_mart(node: Mapping[str, Any]) -> str:
    columns = [
        (f"`{column['name']}`", column["data_type"], column["description"])
        for column in node["columns"].values()
    ]
    shown = table(("column", "type", "meaning"), columns)
    return f"\n## {node['name']}\n{node['description'].strip()}\n\n{shown}\n"


if __name__ == "__main__":
    DICTIONARY_FILE.write_text(render_dictionary(read_manifest()), "utf-8")
