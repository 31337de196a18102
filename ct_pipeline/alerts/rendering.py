"""An alert for people: a subject, and text, Markdown or HTML in which the web's words are words.

Nothing that a title says is markup. Where a service would call people by their `@name`, the words
are given to it by `calling_nobody`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from ct_pipeline.alerts.messages import Data
from ct_pipeline.language.inert import (
    address_as_markdown,
    as_markdown,
    calling_nobody,
    shortened,
    shown,
)

Words = Callable[[str], str]
LONGEST_SUBJECT = 200  # some mail servers take no header line of a thousand characters

GRADES = {0: "not relevant", 1: "context", 2: "relevant", 3: "core"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
DATE_FORMATS = {
    "second": "%Y-%m-%d %H:%M:%S UTC",
    "minute": "%Y-%m-%d %H:%M UTC",
    "day": "%Y-%m-%d",
    "month": "%Y-%m (the day is unknown)",
    "year": "%Y (the day is unknown)",
}


@dataclass(frozen=True, slots=True)
class Form:
    """How words from the web and addresses are written, and how a line ends."""

    words: Words
    address: Words
    line_end: str = "\n"


PLAIN = Form(shown, shown)
CALLING_NOBODY = Form(calling_nobody, shown)
MARKDOWN = Form(as_markdown, address_as_markdown, line_end="  \n")


def title(data: Data) -> str:
    """The story's title; a first sentence in its place is marked as one."""
    name = " ".join(shown(str(data["display_title"])).split())
    return f"“{name}” (first sentence)" if data["title_is_first_sentence"] else name


def subject(data: Data, event_type: str) -> str:
    """One line to recognise the message by: the grade and the title, or the digest's date."""
    if "grades" in data:
        count = data["story_count"]
        return f"{count} {'story' if count == 1 else 'stories'}, {data['date']}"
    label = GRADES.get(data["relevance_grade"], "").capitalize()
    updated = ", updated" if event_type == "story.updated" else ""
    return shortened(f"[{label}{updated}] {title(data)}", LONGEST_SUBJECT)


def as_text(data: Data, form: Form = PLAIN) -> str:
    """The message as text of a form; a digest lists its stories by grade."""
    if "grades" in data:
        return _digest(
            data,
            lambda grade: form.words(f"== {GRADES[grade].capitalize()} =="),
            lambda story: story_text(story, form),
        )
    return story_text(data, form)


def as_html(data: Data, words: Words = shown) -> str:
    """The message as an HTML fragment, each story in its own language and direction."""
    if "grades" in data:
        return _digest(
            data,
            lambda grade: Markup("<h2>{}</h2>").format(GRADES[grade].capitalize()),
            lambda story: story_html(story, words),
        )
    return str(story_html(data, words))


def direction(language: str | None) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def story_text(data: Data, form: Form = PLAIN) -> str:
    """One story in a few lines."""
    words = form.words
    lines = [words(title(data)), words(_source_line(data)), words(_grade_line(data))]
    if data["relevance_evidence"]:
        lines.append(f"> {words(' '.join(data['relevance_evidence'].split()))}")
    lines += [words(f"{label}: {value}") for label, value in _facts(data)]
    if data["url"]:
        lines.append(form.address(data["url"]))
    return form.line_end.join(lines)


def story_html(data: Data, words: Words = shown) -> Markup:
    """One story as an `article` element."""
    name = escape(words(title(data)))
    if is_link(data["url"]):
        name = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(data["url"], name)
    source = words(_source_line(data))
    parts = [
        Markup("<h3>{}</h3>").format(name),
        Markup('<p dir="ltr">{}<br>{}</p>').format(source, _grade_line(data)),
    ]
    if data["relevance_evidence"]:
        marked = _marked(words(data["relevance_evidence"]), data["matched_words"])
        parts.append(Markup("<blockquote>{}</blockquote>").format(marked))
    facts = [Markup("{}: {}").format(label, words(value)) for label, value in _facts(data)]
    if facts:
        parts.append(Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(facts)))
    language = data["language"] or ""
    return Markup('<article lang="{}" dir="{}">{}</article>').format(
        language, direction(language), Markup("").join(parts)
    )


def is_link(url: str | None) -> bool:
    """Whether an address may be made clickable."""
    return bool(url) and str(url).lower().startswith(("http://", "https://"))


def published_text(data: Data) -> str:
    """The publication date as precisely as it is known, and no more."""
    published = data["published"]
    pattern = DATE_FORMATS.get(published["precision"])
    if pattern is None or published["from"] is None:
        return "date unknown"
    return datetime.fromisoformat(published["from"]).strftime(pattern)


def _digest(data: Data, heading: Callable[[int], str], story: Callable[[Data], str]) -> str:
    parts: list[str] = []
    for group in data["grades"]:
        parts.append(heading(group["relevance_grade"]))
        parts += [story(item) for item in group["stories"]]
    return "\n\n".join(parts)


def _source_line(data: Data) -> str:
    credit = f" ({', '.join(data['agency_credits'])})" if data["agency_credits"] else ""
    publisher = data["publisher"] or "publisher unknown"
    return f"{publisher}{credit} · {published_text(data)}"


def _grade_line(data: Data) -> str:
    grade = data["relevance_grade"]
    return f"Grade {grade} ({GRADES.get(grade, '?')})"


def _facts(data: Data) -> list[tuple[str, str]]:
    facts = [
        ("Matched", ", ".join(data["matched_words"])),
        ("Entities", ", ".join(entity["name"] for entity in data["entities"])),
        ("Also in", ", ".join(_carrier(other) for other in data["also_in"])),
    ]
    return [(label, value) for label, value in facts if value]


def _carrier(other: Data) -> str:
    name = other["publisher"] or other["url"] or "a seed"
    return f"{name} [{other['language']}]" if other["language"] else str(name)


def _marked(sentence: str, words: list[str]) -> Markup:
    """The sentence with the matched words in `strong` elements, which feed readers keep."""
    if not words:
        return escape(sentence)
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pieces = re.split(f"({pattern})", sentence)
    return Markup("").join(
        Markup("<strong>{}</strong>").format(piece) if piece in words else escape(piece)
        for piece in pieces
    )
