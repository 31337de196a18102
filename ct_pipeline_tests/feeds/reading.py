"""A body read as a feed, as tests of the parser ask for it."""

from __future__ import annotations

from ct_pipeline.feeds.documents import Feed, NotAFeed
from ct_pipeline.feeds.parsing import parse

URL = "https://e.org/feed"


def feed_of(body: str | bytes, content_type: str = "application/xml", **options: int) -> Feed:
    data = body.encode() if isinstance(body, str) else body
    parsed = parse(data, URL, {"content-type": content_type}, **options)
    assert isinstance(parsed, Feed), parsed
    return parsed


def flaw_of(body: str, content_type: str = "text/html") -> NotAFeed:
    parsed = parse(body.encode(), URL, {"content-type": content_type})
    assert isinstance(parsed, NotAFeed), parsed
    return parsed


def titles(feed: Feed) -> list[str | None]:
    return [item.title for item in feed.items]


ACCENTS = "Été à Rabat : l’ONU"
ARABIC = "مكتب الأمم المتحدة لمكافحة الإرهاب في الرباط"
