"""Feed entries and pages with hostile bytes in every field, drawn by a generator of chance."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from ct_pipeline_tests.press.server import Reply, Site

SCRAPS = (
    b"\x00",
    b"\x1b[31m\x07",
    b"\x85\x9d",
    b"\xff\xfe\xfd",
    b"\xed\xa0\xbd",
    b"\xc0\xae",
    "\u202e\u2066".encode(),
    "\u0301".encode(),
    "\u200d\ufeff".encode(),
    "😀".encode(),
    "ﷺ".encode(),
    "الأمن ".encode(),
    "« ".encode(),
    b"\\ud83d",
    b"&#55357;",
    b"&#0;&#27;&#x9d;",
    b"&#x110000;",
    b"&undefined;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"</item></entry>",
    b"</title></p>",
    b"<div>",
    b"<b onclick=x>",
    b"<script>alert(1)</script>",
    b"<base href=//elsewhere.example>",
    b'"',
    b"'; DROP TABLE news.articles; --",
    b"{{ 7 * 7 }}%s%n",
    b"=cmd|' /C calc'!A0",
    b"https://ana:p4ss@a.example/?token=x ",
    b"../../etc/passwd",
    b"\n",
    b"\t",
    b" ",
    b" - ",
    b"a ",
    b"A. ",
    b"AFP, ",
    b"12/",
    b"(",
)
MOMENTS = (
    b"0000-00-00T00:00:00Z",
    b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59-14:00",
    b"99999-01-01",
    b"2026-02-30",
    b"2026-11-28T10:00:00+99:99",
    b"Mon, 99 Foo 2026 25:61:61 +9999",
    b"253402300800",
    b"-1e400",
    "31 février 2026".encode(),
    b"12 mars 9999",
    b"1er janvier 0001",
    "١٢ نونبر ٢٠٢٦".encode(),
    b"12 novembre 2026",
)
NUMBERS = (b"9" * 400, b"-0", b"1e400", b"NaN", b"12", "٩٩٩".encode(), b"1 000 000 000 000", b"0,5")
# What the ledger, the stories and the alerts read: an event far from those of the good texts.
SENTENCES = (
    "Interpol a annoncé à Lyon l'arrestation de {number} terroristes le {moment}, dit {name}.",
    "« {scrap} », a déclaré {name}, directeur de la cellule antiterroriste, le {moment}.",
    "La {number}e conférence de Lyon sur le terrorisme se tiendra du {moment} au {moment}.",
    "Interpol formera {number} policiers contre le terrorisme d'ici le {moment} {scrap}.",
    "The director {name} said that {number} people were killed by ISIS on {moment}.",
    "وقال {name} إن {number} إرهابيا اعتقلوا يوم {moment} {scrap}.",
    "{scrap}",
)
NAMES = ("Jean Dupont", "Ahmed Ould", "=1+1", "@everyone", "x" * 300)


@dataclass(frozen=True)
class Chance:
    """What is drawn: `random` decides, no field is longer than `most_bytes`."""

    random: Random
    most_bytes: int = 3_000

    def scraps(self) -> bytes:
        """A few hostile runs, one after the other."""
        return b"".join(self._run() for _ in range(self.random.randint(0, 3)))

    def field(self, text: str) -> bytes:
        """A plausible text with hostile runs before, within and behind."""
        words = text.encode().split(b" ")
        for _ in range(self.random.randint(0, 2)):
            words.insert(self.random.randint(0, len(words)), self.scraps())
        return b" ".join(words)[: self.most_bytes]

    def moment(self) -> bytes:
        """A date that may not exist, with hostile runs about it at times."""
        moment = self.random.choice(MOMENTS)
        return moment if self.random.random() < 0.7 else self.scraps() + moment

    def paragraph(self) -> bytes:
        """A sentence of the monitor's subject with hostile parts."""
        sentence = self.random.choice(SENTENCES).encode()
        parts = {
            b"{number}": lambda: self.random.choice(NUMBERS),
            b"{moment}": self.moment,
            b"{name}": lambda: self.field(self.random.choice(NAMES)),
            b"{scrap}": self.scraps,
        }
        for part, draw in parts.items():
            while part in sentence:
                sentence = sentence.replace(part, draw(), 1)
        return sentence

    def _run(self) -> bytes:
        scrap = self.random.choice(SCRAPS)
        if self.random.random() < 0.1:
            return self.random.randbytes(self.random.randint(1, 60))
        longest = self.most_bytes // len(scrap)
        count = 1 if self.random.random() < 0.7 else self.random.randint(1, longest)
        return scrap * count


def hostile_page(chance: Chance) -> Reply:
    """A page whose head, metadata and text are hostile; now and then it is no page at all."""
    if chance.random.random() < 0.1:
        return Reply(body=chance.scraps() + chance.scraps())
    title, name = (chance.field(text) for text in ("Une nouvelle de Lyon", "Jean Dupont"))
    paragraphs = b"\n".join(
        b"<p>%b</p>" % chance.paragraph() for _ in range(chance.random.randint(1, 12))
    )
    metadata = (
        b'{"@type": "NewsArticle", "headline": "%b", "datePublished": "%b", "author": %b}'
        % (
            chance.field("Une nouvelle de Lyon"),
            chance.moment(),
            chance.random.choice((b'{"name": "%b"}' % name, b"[" * 500, b"1e999", b"null")),
        )
    )
    return Reply(
        body=b"""<!DOCTYPE html><html lang="%b"><head><meta charset="%b"><title>%b</title>
<meta property="og:title" content="%b"><meta property="article:published_time" content="%b">
<meta name="author" content="%b"><script type="application/ld+json">%b</script></head>
<body><article><h1>%b</h1><p class="byline">%b</p><time datetime="%b">%b</time>
%b</article></body></html>"""
        % (
            chance.random.choice((b"fr", b"ar", b"x" * 99, chance.scraps())),
            chance.random.choice((b"utf-8", b"utf-16", b"windows-1256", b"hz", chance.scraps())),
            title,
            title,
            chance.moment(),
            name,
            metadata,
            title,
            name,
            chance.moment(),
            chance.moment(),
            paragraphs,
        ),
        content_type=chance.random.choice(("text/html; charset=utf-8", "text/html", "x")),
    )


def hostile_entry(chance: Chance, url: str, feed_format: str) -> bytes:
    """An entry for a feed of this format (rss, atom or json) that leads to `url`."""
    title, author = chance.field("Une nouvelle de Lyon"), chance.field("Jean Dupont")
    if feed_format == "json":
        return (
            b'{"id": "%b", "url": %b, "title": "%b", "date_published": "%b", "summary": "%b"}'
            % (
                chance.scraps().replace(b'"', b"'"),
                json.dumps(url).encode(),
                title.replace(b'"', b"'"),
                chance.moment().replace(b'"', b"'"),
                chance.paragraph().replace(b'"', b"'"),
            )
        )
    layout = {
        "rss": b"<item><title>%b</title><link>%b</link><guid>%b</guid><pubDate>%b</pubDate>"
        b"<author>%b</author><description>%b</description></item>",
        "atom": b"<entry><title>%b</title><link href='%b'/><id>%b</id><updated>%b</updated>"
        b"<author><name>%b</name></author><summary type='html'>%b</summary></entry>",
    }[feed_format]
    summary = chance.random.choice((b"<![CDATA[%b]]>", b"%b")) % chance.paragraph()
    return layout % (title, url.encode(), chance.scraps(), chance.moment(), author, summary)


def publish_hostile(site: Site, chance: Chance, names: Iterable[str], feed_format: str) -> None:
    """Lays out a hostile page for each name and announces them in the site's feed."""
    entries = []
    for name in names:
        site.replies[f"/{name}"] = hostile_page(chance)
        entries.append(hostile_entry(chance, site.url(f"/{name}"), feed_format))
    before, between, after = {
        "rss": (b"<rss version='2.0'><channel><title>%b</title>", b"", b"</channel></rss>"),
        "atom": (b"<feed xmlns='http://www.w3.org/2005/Atom'><title>%b</title>", b"", b"</feed>"),
        "json": (
            b'{"version": "https://jsonfeed.org/version/1.1", "title": "%b", "items": [',
            b",",
            b"]}",
        ),
    }[feed_format]
    title = chance.field("Le journal de Lyon").replace(b'"', b"'")
    site.replies["/feed"] = Reply(body=before % title + between.join(entries) + after)
