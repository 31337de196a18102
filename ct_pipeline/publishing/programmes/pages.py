"""A page for each programme: what happened and comes, its figures, its promises, who spoke.

Each is one file without a script; what came from the web is text, never markup, and the policy of
the page lets nothing be loaded.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ct_pipeline.alerts.rendering import is_link
from ct_pipeline.files import make_folder, replace_text
from ct_pipeline.language.masking import masked
from ct_pipeline.publishing.agenda import NEWS_OF_A_DELAY
from ct_pipeline.publishing.programmes.plot import plot
from ct_pipeline.warehouse.connection import open_for_reading
from ct_pipeline.warehouse.sql import sql

FOLDER = Path(__file__).parent
MOST_ROWS = 200  # of a timeline, and of quotes
_SAFE = re.compile(r"[a-z0-9_-]+")
_PAGE = Markup(
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="referrer" content="no-referrer">\n'
    '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n'
    "<title>{name}</title>\n<style>{style}</style>\n</head>\n<body>\n<header>\n<h1>{name}</h1>\n"
    '<p class="quiet">{names}</p>\n{facts}\n</header>\n<main>\n{sections}\n</main>\n'
    "</body>\n</html>\n"
)
_SECTION = Markup(
    '<section aria-labelledby="{id}">\n<h2 id="{id}">{title}</h2>\n{body}\n</section>'
)


def publish_programmes(snapshot: Path, folder: Path, *, today: date) -> int:
    """Writes the page of each programme that a text tells of, and takes off those of others.

    Returns how many pages were written anew. By `today` a promise is overdue, or so long that
    nobody reported on it.
    """
    asked = {"most": MOST_ROWS, "today": today, "news_days": NEWS_OF_A_DELAY.days}
    with open_for_reading(snapshot) as connection:
        rows = connection.execute(sql("content", FOLDER), asked).fetchall()
    pages = {
        f"{programme['id']}.html": render_page(programme)
        for (row,) in rows
        if _SAFE.fullmatch((programme := json.loads(row))["id"])
    }
    make_folder(folder)
    for file in folder.glob("*.html"):
        if file.name not in pages:
            file.unlink()
    changed = {
        name: page
        for name, page in pages.items()
        if not (folder / name).exists() or (folder / name).read_text("utf-8") != page
    }
    for name, page in changed.items():
        replace_text(folder / name, page)
    return len(changed)


def render_page(programme: Mapping[str, Any]) -> str:
    """The whole page of a programme as `content.sql` gives it."""
    style = Markup((FOLDER / "programme.css").read_text("utf-8"))  # noqa: S704 – our own file
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    sections = (
        ("timeline", "Timeline", _timeline(programme["timeline"])),
        ("figures", "Figures", _figures(programme["series"])),
        ("promises", "Open promises", _promises(programme["promises"])),
        ("quotes", "Who said what", _quotes(programme["quotes"])),
    )
    names = sorted(set((programme["names"] or {}).values()) - {programme["name"]})
    return str(
        _PAGE.format(
            policy=policy,
            name=programme["name"],
            style=style,
            names=" · ".join(names),
            facts=_facts(programme),
            sections=Markup("\n").join(
                _SECTION.format(id=key, title=title, body=body) for key, title, body in sections
            ),
        )
    )


def _facts(programme: Mapping[str, Any]) -> Markup:
    told = [f"Texts: {programme['article_count']}"]
    for key, label in (("last_event", "Last event"), ("next_event", "Next event")):
        if programme[key]:
            day = programme[f"{key}_day"]
            told.append(f"{label}: {programme[key]}" + (f" ({day})" if day else ""))
    return Markup("").join(Markup('<p dir="auto">{}</p>').format(line) for line in told)


def _timeline(rows: Iterable[Mapping[str, Any]]) -> Markup:
    return _list(
        Markup("{} <strong>{}</strong>: {} {}").format(
            _span(row["from"], row["to"]), row["kind"], _auto(row["text"]), _source(row)
        )
        for row in rows
    )


def _figures(rows: Iterable[Mapping[str, Any]]) -> Markup:
    drawn = []
    for measure, group in groupby(rows, key=itemgetter("measure")):
        points = list(group)
        name = str(measure).replace("_", " ")
        drawn.append(Markup("<h3>{}</h3>").format(name))
        if len(points) > 1:
            drawn.append(
                plot([(date.fromisoformat(one["day"]), one["value"]) for one in points], name)
            )
        cells = (
            (one["day"], f"{one['qualifier'].replace('_', ' ')} {one['value']:g}",
             ", ".join(one["publishers"]))
            for one in points
        )  # fmt: skip
        drawn.append(_table(("as of", "value", "told by"), cells))
    return Markup("\n").join(drawn) if drawn else _nothing()


def _promises(rows: Iterable[Mapping[str, Any]]) -> Markup:
    cells = [
        (
            Markup('<span class="late">overdue</span>')
            if row["status"] == "overdue"
            else row["status"],
            row["to"] or "",
            ", ".join(row["by"]),
            _auto(row["what"]),
        )
        for row in rows
    ]
    return _table(("status", "due by", "who", "what"), cells) if cells else _nothing()


def _quotes(rows: Iterable[Mapping[str, Any]]) -> Markup:
    return _list(
        Markup('{} <strong dir="auto">{}</strong>: {}').format(
            _span(row["day"], row["day"]), row["speaker"] or "unnamed", _auto(row["quote"])
        )
        for row in rows
    )


def _list(items: Iterable[Markup]) -> Markup:
    written = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<ol>{}</ol>").format(written) if written else _nothing()


def _table(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in headings)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup('<td dir="auto">{}</td>').format(cell) for cell in row)
        )
        for row in rows
    )
    return Markup(
        '<div class="scroll" tabindex="0"><table><thead><tr>{}</tr></thead><tbody>{}</tbody>'
        "</table></div>"
    ).format(head, body)


def _span(first: str | None, last: str | None) -> Markup:
    if not (first or last):
        return Markup('<span class="quiet">undated</span>')
    days = first if first == last or not last else f"{first or ''} – {last}"
    return Markup("<time>{}</time>").format(days)


def _auto(words: str | None) -> Markup:
    """Words of a text in their own direction; an event need not have a name."""
    return Markup('<span dir="auto">{}</span>').format(" ".join((words or "").split()))


def _source(row: Mapping[str, Any]) -> Markup:
    name = row["publisher"] or "source"
    if not is_link(row["url"]):
        return Markup('<span class="quiet">({})</span>').format(row["publisher"] or "seed")
    return Markup('(<a href="{}" rel="noopener noreferrer">{}</a>)').format(
        masked(row["url"]), name
    )


def _nothing() -> Markup:
    return Markup('<p class="quiet">Nothing yet.</p>')
