"""The briefing as one file: markup, style, scripts and data, under a strict content policy.

Nothing that came from the web is ever markup: it travels as JSON, in which no `<` survives, and
the script puts it on the page as text. The policy allows the embedded scripts and the style by
their hashes and nothing else, so that no request can leave the page.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ct_pipeline.files import replace_text
from ct_pipeline.publishing.agenda import AGENDA_FILE
from ct_pipeline.publishing.briefing.content import read_content
from ct_pipeline.publishing.snapshot import published_edition

FOLDER = Path(__file__).parent
PARTS = {
    "style": FOLDER / "briefing.css",
    "chart_library": FOLDER / "vendor" / "chart.umd.min.js",
    "stories_script": FOLDER / "briefing.js",
    "ledger_script": FOLDER / "ledger.js",
    "figures_script": FOLDER / "figures.js",
}


def publish_briefing(snapshot: Path, target: Path, *, now: datetime) -> bool:
    """Puts the page in place; False when the one there says the same of the same day."""
    edition = f"{published_edition(snapshot)} {now:%Y-%m-%d} {_page_version()}"
    if target.exists() and f'content="{edition}"' in target.read_text("utf-8")[:2_000]:
        return False
    replace_text(target, render_page(read_content(snapshot, now=now), edition=edition))
    return True


def render_page(content: Mapping[str, Any], *, edition: str) -> str:
    """The whole page for a content as `read_content` gives it."""
    parts = {name: file.read_text("utf-8") for name, file in PARTS.items()}
    values = {
        **parts,
        "edition": edition,
        "policy": _policy(parts),
        "content": _as_script_data(content),
    }
    template = (FOLDER / "briefing.html").read_text("utf-8")
    # One pass, so that a value that looks like a placeholder stays what it is.
    return re.sub(r"\{\{ (\w+) \}\}", lambda found: values[found[1]], template)


def _policy(parts: Mapping[str, str]) -> str:
    scripts = " ".join(_hash(parts[name]) for name in parts if name != "style")
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(parts['style'])}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _as_script_data(content: Mapping[str, Any]) -> str:
    text = json.dumps(_lean(content), ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _lean(value: Any) -> Any:
    """The value without what is null or false, which the script takes what is missing for."""
    if isinstance(value, Mapping):
        return {key: _lean(part) for key, part in value.items() if part not in (None, False)}
    return [_lean(part) for part in value] if isinstance(value, list) else value


def _page_version() -> str:
    digest = hashlib.sha256()
    for file in (
        *PARTS.values(),
        FOLDER / "briefing.html",
        AGENDA_FILE,
        *sorted(FOLDER.glob("*.sql")),
    ):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
