"""The gold set of stories: invented events told by several texts, and texts that come near."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ct_pipeline.relevance.entity_mentions import EntityMention
from ct_pipeline.relevance.lexicon import LEXICON_FILE, read_lexicon
from ct_pipeline.relevance.reading import Reader
from ct_pipeline.stories.anchors import Telling

FIXTURES = Path(__file__).parent.parent / "fixtures" / "stories"
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class GoldText:
    """One text: its id, the event that it tells, what it comes near to, and the text itself."""

    text_id: str
    event: str
    kind: str  # event, or the kind of near miss
    telling: Telling


@cache
def read_gold(half: str) -> tuple[GoldText, ...]:
    """The texts of a half (`tuning`, `report`): events, then near misses, one event each."""
    texts = []
    for item in _read(f"{half}_events"):
        for number, row in enumerate(item["texts"]):
            texts.append(_make(f"{item['event']}/{number}", item["event"], "event", row))
    for place, item in enumerate(_read(f"{half}_near_misses")):
        for number, row in enumerate(item["texts"]):
            text_id = f"{half}-{item['kind']}-{place}/{number}"
            texts.append(_make(text_id, text_id, item["kind"], row))
    return tuple(texts)


@cache
def read_situations() -> tuple[GoldText, ...]:
    """The texts of the cases by kind and of the situations, each with its event."""
    return tuple(
        _make(
            f"{case}/{number}",
            f"{case}/{row.get('story', number)}",
            "event",
            [row[name] for name in ("language", "published", "title", "body")],
        )
        for name in ("kinds", "situations")
        for case, rows in _read(name).items()
        for number, row in enumerate(rows)
    )


def _read(name: str) -> Any:
    return yaml.safe_load((FIXTURES / f"{name}.yaml").read_text("utf-8"))


def _make(text_id: str, event: str, kind: str, row: Sequence[Any]) -> GoldText:
    language, published, title, body = row
    first, last = read_interval(published)
    return GoldText(
        text_id,
        event,
        kind,
        Telling(title, body, language, first, last, mentions(title, body, language)),
    )


def read_interval(published: object) -> tuple[datetime | None, datetime | None]:
    """The interval of `2025-06`, `2025-06-17`, `2025-06-17T11:05Z` or nothing."""
    if published is None:
        return None, None
    text = str(published)
    if "T" in text:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return moment, moment
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        first = datetime(year, month, 1, tzinfo=UTC)
        return first, first + timedelta(days=monthrange(year, month)[1]) - SECOND
    first = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return first, first + timedelta(days=1) - SECOND


@cache
def _reader() -> tuple[Reader, dict[str, str]]:
    lexicon = read_lexicon(LEXICON_FILE.read_text("utf-8"))
    return Reader(lexicon), {entity.id: entity.kind for entity in lexicon.entities}


def mentions(title: str | None, body: str, language: str | None) -> tuple[EntityMention, ...]:
    """What the relevance lexicon recognises in a text."""
    reader, kinds = _reader()
    return tuple(
        EntityMention(m.entity_id, kinds[m.entity_id], m.field, m.char_start, m.char_end)
        for m in reader.read(title, body, language).mentions
    )
