"""An alert for people: a subject, and text, Markdown or HTML in which the web's words are words.

Nothing that a title says is markup. Where a service would call people by their `@name`, the words
are given to it by `calling_nobody`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from ct_pipeline.alerts.labels import Labels
from ct_pipeline.alerts.messages import COPY, REPORT, TRANSLATION, Data
from ct_pipeline.language.inert import (
    address_as_markdown,
    as_markdown,
    calling_nobody,
    shortened,
    shown,
)

Words = Callable[[str], str]
LONGEST_SUBJECT = 200  # some mail servers take no header line of a thousand characters
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a message is for: the words and the local time in which it is told."""

    consumer_id: str
    labels: Labels
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Form:
    """How words from the web and addresses are written, and how a line ends."""

    words: Words
    address: Words
    line_end: str = "\n"


PLAIN = Form(shown, shown)
CALLING_NOBODY = Form(calling_nobody, shown)
MARKDOWN = Form(as_markdown, address_as_markdown, line_end="  \n")


def title(data: Data, labels: Labels) -> str:
    """The story's title; a first sentence in its place is marked as one."""
    name = " ".join(shown(str(data["display_title"])).split())
    return f"“{name}” ({labels.first_sentence})" if data["title_is_first_sentence"] else name


def subject(data: Data, event_type: str, reader: Reader) -> str:
    """One line that says for whom, and what: the grade and the title, or the digest's date."""
    labels = reader.labels
    if "grades" in data:
        what = labels.digest.format(date=data["date"], count=data["story_count"])
        if data.get("parts", 1) > 1:
            what += f"{labels.comma}{labels.part.format(part=data['part'], parts=data['parts'])}"
    else:
        notes = [labels.grade(data["relevance_grade"]).capitalize()]
        notes += [labels.updated] if event_type == "story.updated" else []
        notes += [labels.ledger[event_type]] if event_type in labels.ledger else []
        notes += [labels.test] if event_type == "test.ping" else []
        what = f"{labels.comma.join(notes)}{labels.colon} {title(data, labels)}"
    return shortened(f"[{reader.consumer_id}] {what}", LONGEST_SUBJECT)


def as_text(data: Data, reader: Reader, form: Form = PLAIN) -> str:
    """The message as text of a form; a digest lists its stories by grade."""
    return "\n\n".join(text_blocks(data, reader, form))


def text_blocks(data: Data, reader: Reader, form: Form = PLAIN) -> list[str]:
    """The message in the pieces that must stay whole: a story each, its grade before the first."""
    if "grades" in data:
        return _digest(
            data,
            lambda grade: form.words(f"== {reader.labels.grade(grade).capitalize()} =="),
            lambda story: story_text(story, reader, form),
        )
    return [story_text(data, reader, form)]


def as_html(data: Data, reader: Reader, words: Words = shown) -> str:
    """The message as an HTML fragment, each story in its own language and direction."""
    return "\n\n".join(html_blocks(data, reader, words))


def html_blocks(data: Data, reader: Reader, words: Words = shown) -> list[str]:
    """The message as HTML in the pieces that must stay whole."""
    labels = reader.labels
    if "grades" in data:
        heading = Markup('<h2 lang="{}" dir="{}">{}</h2>')
        return _digest(
            data,
            lambda grade: heading.format(
                labels.language, direction(labels.language), labels.grade(grade).capitalize()
            ),
            lambda story: story_html(story, reader, words),
        )
    return [str(story_html(data, reader, words))]


def direction(language: str | None) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def story_text(data: Data, reader: Reader, form: Form = PLAIN) -> str:
    """One story in a few lines, each outlet with its address."""
    words, labels = form.words, reader.labels
    lines = [words(title(data, labels)), words(" · ".join(_source(data, reader)))]
    lines.append(words(labels.relevance_of(data["relevance_grade"])))
    if said := _evidence(data):
        lines.append(f"> {words(' '.join(said.split()))}")
    lines += [words(f"{label}{labels.colon} {value}") for label, value in _facts(data, labels)]
    if data["url"]:
        lines.append(form.address(data["url"]))
    for heading, others in _elsewhere(data, labels):
        lines.append(words(f"{heading}{labels.colon}"))
        for other in others:
            address = f" {form.address(other['url'])}" if other["url"] else ""
            lines.append(f"{words('· ' + ''.join(_outlet(other, labels)))}{address}")
    if more := _more(data, labels):
        lines.append(words(more))
    return form.line_end.join(lines)


def story_html(data: Data, reader: Reader, words: Words = shown) -> Markup:
    """One story as an `article` element; what we say of it in our words' own direction."""
    labels = reader.labels
    own = (labels.language, direction(labels.language))
    paragraph = Markup('<p lang="{}" dir="{}">{}</p>')
    source = Markup(" · ").join(_apart(words(part)) for part in _source(data, reader))
    lines = [source, escape(words(labels.relevance_of(data["relevance_grade"])))]
    parts = [
        Markup("<h3>{}</h3>").format(_link(data["url"], words(title(data, labels)))),
        paragraph.format(*own, Markup("<br>").join(lines)),
    ]
    if said := _evidence(data):
        marked = _marked(words(said), data["matched_words"])
        parts.append(Markup("<blockquote>{}</blockquote>").format(marked))
    facts = [
        Markup("{}{} {}").format(words(label), labels.colon, _apart(words(value)))
        for label, value in _facts(data, labels)
    ]
    if facts:
        parts.append(paragraph.format(*own, Markup("<br>").join(facts)))
    for heading, others in _elsewhere(data, labels):
        items = Markup("").join(_item(other, labels, words) for other in others)
        parts.append(paragraph.format(*own, f"{heading}{labels.colon}"))
        parts.append(Markup('<ul lang="{}" dir="{}">{}</ul>').format(*own, items))
    if more := _more(data, labels):
        parts.append(paragraph.format(*own, more))
    language = data["language"] or ""
    return Markup('<article lang="{}" dir="{}">{}</article>').format(
        language, direction(language), Markup("").join(parts)
    )


def is_link(url: str | None) -> bool:
    """Whether an address may be made clickable."""
    return bool(url) and str(url).lower().startswith(("http://", "https://"))


def published_text(data: Data, reader: Reader) -> str:
    """The publication date as precisely as it is known, and no more; times are the reader's."""
    published, labels = data["published"], reader.labels
    if published["from"] is None:
        return labels.unknown_date
    start = datetime.fromisoformat(published["from"])
    match published["precision"]:
        case "second" | "minute":
            return f"{start.astimezone(reader.zone):%Y-%m-%d %H:%M} ({reader.zone.key})"
        case "day":
            return f"{start:%Y-%m-%d}"
        case "month":
            return f"{start:%Y-%m} ({labels.unknown_day})"
        case "year":
            return f"{start:%Y} ({labels.unknown_month})"
    return labels.unknown_date


def _digest(data: Data, heading: Callable[[int], str], story: Callable[[Data], str]) -> list[str]:
    blocks: list[str] = []
    for group in data["grades"]:
        first, *others = (story(item) for item in group["stories"])
        blocks += [f"{heading(group['relevance_grade'])}\n\n{first}", *others]
    return blocks


def _evidence(data: Data) -> str:
    """The sentence that a message stands on: of the ledger's row, else of the grade."""
    return data.get("sentence") or data["relevance_evidence"] or ""


def _source(data: Data, reader: Reader) -> tuple[str, str]:
    """Who published a text, and when."""
    credit = f" ({', '.join(data['agency_credits'])})" if data["agency_credits"] else ""
    name = data["publisher"] or reader.labels.unknown_publisher
    return f"{name}{credit}", published_text(data, reader)


def _apart(words: str) -> Markup:
    """Words that have a direction of their own: an Arabic name turns no date beside it round."""
    return Markup("<bdi>{}</bdi>").format(words)


def _facts(data: Data, labels: Labels) -> list[tuple[str, str]]:
    corrections = data.get("corrections") or ()
    # Title and lead tell of the same change.
    values = [value for one in corrections for value in one["values"]]
    changed = dict.fromkeys(f"{value['from']} → {value['to']}" for value in values)
    facts = [
        (labels.reasons["corrected"], "; ".join(changed)),
        (labels.matched, ", ".join(data["matched_words"])),
        (labels.entities, ", ".join(entity["name"] for entity in data["entities"])),
    ]
    facts = [*_row_facts(data.get("row") or {}, labels), *facts]
    reason = data.get("update_reason")
    if reason and reason != "corrected":
        facts.insert(0, (labels.updated.capitalize(), labels.reasons.get(reason, reason)))
    return [(label, value) for label, value in facts if value]


def _row_facts(row: Data, labels: Labels) -> list[tuple[str, str]]:
    """What a row of the ledger says: when a promise is due, what a figure was, who disagrees."""
    names = labels.ledger
    if "due_to" in row:
        makers = ", ".join(row["made_by_names"])
        return [(names["promised_by"], makers), (names["due"], str(row["due_to"] or ""))]
    if "previous_value" in row:
        # A figure of seven digits is no power of ten to a reader.
        moved = f"{row['previous_value']:.12g} → {row['value']:.12g}"
        measure = labels.measure_of(str(row["measure"]))
        measure = measure[:1].upper() + measure[1:]
        if row.get("is_correction"):
            return [(labels.reasons["corrected"], f"{measure}{labels.colon} {moved}")]
        return [(measure, moved)]
    if "value_b" in row:
        sides = (
            f"{row[f'publisher_{side}'] or labels.unknown_publisher}{labels.colon} "
            f"{row[f'value_{side}']}"
            for side in "ab"
        )
        return [(names["claims"], " / ".join(sides))]
    return []


def _elsewhere(data: Data, labels: Labels) -> list[tuple[str, list[Data]]]:
    """The other outlets by what they carry: the same text, a translation, another report."""
    headings = {COPY: labels.copies, TRANSLATION: labels.translations, REPORT: labels.reports}
    groups: dict[str, list[Data]] = {kind: [] for kind in headings}
    for other in data["also_in"]:
        groups[other.get("kind", REPORT)].append(other)
    return [(headings[kind], others) for kind, others in groups.items() if others]


def _outlet(other: Data, labels: Labels) -> tuple[str, str]:
    """An outlet's name and, in our own words' direction, the language of its translation."""
    is_translated = other.get("kind") == TRANSLATION and other["language"]
    note = f" ({labels.language_of(other['language'])})" if is_translated else ""
    return other["publisher"] or labels.unknown_publisher, note


def _item(other: Data, labels: Labels, words: Words) -> Markup:
    name, note = _outlet(other, labels)
    return Markup("<li>{}{}</li>").format(_apart(_link(other["url"], words(name))), note)


def _more(data: Data, labels: Labels) -> str:
    count = data.get("also_in_count", 0) - len(data["also_in"])
    return labels.more.format(count=count) if count > 0 else ""


def _link(url: str | None, words: str) -> Markup:
    link = Markup('<a href="{}" rel="noopener noreferrer">{}</a>')
    return link.format(url, words) if is_link(url) else escape(words)


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
