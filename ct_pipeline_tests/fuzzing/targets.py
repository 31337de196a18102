"""What reads bytes from outside, each as a function of bytes that must not raise.

What a reader says of bad input in its own words (`UserError` and the like) is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from protego import Protego

from ct_pipeline.articles import moments
from ct_pipeline.articles.dates import date_line, days_ago, find_dates
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.seeds import extract_seed
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.errors import UserError
from ct_pipeline.feeds import directives, json_feeds, parsing
from ct_pipeline.feeds import moments as feed_moments
from ct_pipeline.feeds.foreign_lists import merge
from ct_pipeline.feeds.subscriptions import parse_subscriptions
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.inputs.overrides import read_overrides
from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import LedgerText
from ct_pipeline.relevance.grading import Ruleset, read_ruleset
from ct_pipeline.web.heads import framing_of, mended_head
from ct_pipeline.web.refreshes import refresh_target
from ct_pipeline.web.warc_files import WarcFile, read_records

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
URL = "https://paper.example/2026/11/28/news"
PAGES = Path(__file__).parent.parent / "fixtures" / "pages"
LANGUAGES = ("fr", "ar", "en", "es")


def feed(data: bytes) -> None:
    """A feed in XML, or a page in its place."""
    parsing.parse(data, URL, {"content-type": "application/xml"})


def json_feed(data: bytes) -> None:
    """A feed in JSON."""
    json_feeds.parse_json(data.decode("utf-8", "surrogateescape"), URL, 100)
    parsing.parse(b'{"version": "https://jsonfeed.org/version/1.1", ' + data, URL)


def opml(data: bytes) -> None:
    """A list of feeds, ours and another program's."""
    for read in (parse_subscriptions, lambda text, name: merge((), text, name)):
        with suppress(UserError):
            read(data, "feeds.opml")


def head(data: bytes) -> None:
    """The head of an answer, and what its headers ask for."""
    framing_of(mended_head(data))
    value = data.decode("latin-1")
    headers = dict.fromkeys(("retry-after", "cache-control", "expires", "date", "age"), value)
    directives.retry_after(headers, NOW)
    directives.fresh_seconds(headers, NOW)
    refresh_target({"refresh": value}, data, URL)


def date(data: bytes) -> None:
    """A date as machines and people write it."""
    text = data.decode("utf-8", "replace")
    moments.read_moment(text)
    moments.date_in_path(f"https://paper.example/{text}")
    list(find_dates(text))
    date_line(text)
    days_ago(text, NOW)
    for read in (feed_moments.iso_moment, feed_moments.http_moment, feed_moments.unix_moment):
        read(text)


def page(data: bytes) -> None:
    """A page of a paper."""
    extract_raw(RawPage("x", data, NOW, "text/html", requested_url=URL, final_url=URL))


def seed(data: bytes) -> None:
    """A file of a colleague with one text."""
    extract_seed("seed.txt", data)


def warc(data: bytes) -> None:
    """A file of an archive."""
    with suppress(UserError):
        for _ in read_records(WarcFile("x.warc", BytesIO(data), len(data), "x"), 0, NOW):
            pass


def robots(data: bytes) -> None:
    """A robots.txt."""
    rules = Protego.parse(data.decode("utf-8", "replace"))
    rules.can_fetch(URL, "ct_pipeline")
    rules.crawl_delay("ct_pipeline")


def config(data: bytes) -> None:
    """Rules of alerts, and people's corrections."""
    text = data.decode("utf-8", "replace")
    with suppress(UserError):
        parse_rules(text, "alerts.yaml", {"URL": "https://paper.example/"})
    with suppress(UserError):
        read_overrides(text, "overrides.yaml")


def text(data: bytes) -> None:
    """A text of the beat, graded and read for the ledger; its first byte says the language."""
    language = LANGUAGES[data[0] % 4] if data else "fr"
    title, _, body = data[1:].decode("utf-8", "ignore").partition("\n")
    if _ruleset().grade(title, body, language).verdict is not None:
        read_text(LedgerText("a", title, body, language, NOW, NOW, ()))


@cache
def _ruleset() -> Ruleset:
    return read_ruleset()


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (feed, json_feed, opml, head, date, page, seed, warc, robots, config, text)
}

_RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>A</title>
<ttl>60</ttl><item><title><![CDATA[B]]></title><link>https://paper.example/1</link><guid>1</guid>
<pubDate>Sat, 28 Nov 2026 10:00:00 +0100</pubDate><description>&lt;p&gt;C</description></item>
</channel></rss>"""
_ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://paper.example/">
<title type="html">A</title><link rel="hub" href="/hub"/><entry><id>1</id><title>B</title>
<link href="1"/><updated>2026-11-28T10:00:00Z</updated><content type="xhtml"><div>C</div></content>
</entry></feed>"""
_JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"id": "1",
"url": "https://paper.example/1", "title": "B", "date_published": "2026-11-28T10:00:00Z",
"content_html": "<p>C", "authors": [{"name": "D"}], "tags": ["E"]}]}"""
_OPML = b"""<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline type="rss" text="A" xmlUrl="https://paper.example/feed" language="fr" category="agency"/>
<outline text="G"><outline type="rss" text="B" xmlUrl="https://b.example/feed"/></outline>
</body></opml>"""
_HEAD = b"""HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 12\r
Transfer-Encoding: chunked\r\nRetry-After: 120\r\nCache-Control: max-age=600, no-store\r
Refresh: 0; url=/next"""
_WARC = b"""WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r
WARC-Target-URI: https://paper.example/1\r\nWARC-Date: 2026-11-28T10:00:00Z\r
Content-Type: application/http; msgtype=response\r\nContent-Length: 47\r\n\r
HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<p>Hello\n\r\n\r\n"""
_ROBOTS = b"User-agent: *\nDisallow: /a*b$\nCrawl-delay: 2.5\nSitemap: https://paper.example/s.xml"
_RULES = b"""timezone: Africa/Casablanca
consumers:
  - {id: desk, min_grade: 2, languages: [fr], was: [old], ledger: {commitment_due_days: 14},
     channels: [{type: feed}, {type: webhook, url: 'https://paper.example/', secret_env: S}]}"""
_OVERRIDES = b"""must_link:
  - {articles: [0123456789abcdef, 0123456789abcdee], who: me, why: so}
ledger: [{row: 0123456789abcdef, mend: {due_to: 2026-11-28}, who: me, why: so}]"""
_TEXTS = (
    "Settat : une cellule démantelée\nLe BCIJ a arrêté 12 personnes le 12 mars 2026 à Settat, a dit"
    " Jean Dupont, directeur du BCIJ. « Nous agirons d'ici 2027 », a-t-il ajouté.",
    "مراكش\nقال الوزير إن 15 شخصا اعتقلوا يوم 12 نونبر 2025 بالرباط.",
    "Rabat\n“We will train 500 officers by 2027”, said John Smith of UNOCT on Tuesday. The third"
    " Marrakech Conference will be held on 12-14 March 2027 in Rabat.",
)
# Sound inputs that fuzzing begins with: what a reader never gets beyond is never tried.
SOUND: Mapping[str, tuple[bytes, ...]] = {
    "feed": (_RSS, _ATOM, _RSS.decode().encode("utf-16")),
    "json_feed": (_JSON, b'"items": [{"title": "\\ud83d", "id": 1e400}]}'),
    "opml": (_OPML,),
    "head": (_HEAD, b"max-age=600", b"Sat, 28 Nov 2026 10:00:00 GMT"),
    "date": tuple(
        written.encode()
        for written in (
            "2026-11-28T10:00:00.000+01:00",
            "Sat, 28 Nov 2026 10:00:00 GMT",
            "Publié le mercredi 8 octobre 2025 à 10:32 GMT+1",
            "il y a 3 heures",
            "١٢ نونبر ٢٠٢٥",
            "1764324000",
            "2026/11/28/x",
        )
    ),
    "page": tuple(
        file.read_bytes() for file in sorted(PAGES.glob("*.html")) if file.stat().st_size < 20_000
    ),
    "seed": tuple(written.encode() for written in _TEXTS),
    "warc": (_WARC,),
    "robots": (_ROBOTS,),
    "config": (_RULES, _OVERRIDES),
    "text": tuple(bytes([n]) + written.encode() for n, written in enumerate(_TEXTS)),
}
