"""Papers on the local press: articles laid out as pages and announced in feeds of three formats."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape

from ct_pipeline_tests.press.server import Reply, Site


@dataclass(frozen=True)
class Story:
    """An article as an editor would hand it in."""

    path: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    language: str = "fr"
    credit: str = ""


@dataclass
class Paper:
    """A publication on one site, with its feed in one format: rss, atom or json."""

    site: Site
    name: str
    format: str = "rss"
    stories: list[Story] = field(default_factory=list)

    @property
    def feed_url(self) -> str:
        """Where the feed lies."""
        return self.site.url("/feed")

    def publish(self, *stories: Story) -> None:
        """Lays out pages for new stories and announces them, newest first."""
        self.stories[:0] = stories
        for story in stories:
            self.site.replies[story.path] = Reply(body=self._page(story).encode())
        body, content_type = _FEEDS[self.format](self)
        self.site.replies["/feed"] = Reply(body=body.encode(), content_type=content_type)

    def url_of(self, story: Story) -> str:
        """The absolute address of a story on this paper's site."""
        return self.site.url(story.path)

    def _page(self, story: Story) -> str:
        direction = "rtl" if story.language == "ar" else "ltr"
        paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
        credit = f'<p class="credit">{escape(story.credit)}</p>' if story.credit else ""
        return f"""<!DOCTYPE html>
<html lang="{story.language}" dir="{direction}">
<head>
<meta charset="utf-8">
<title>{escape(story.title)} - {escape(self.name)}</title>
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:site_name" content="{escape(self.name)}">
<meta property="og:type" content="article">
<meta property="article:published_time" content="{story.published.isoformat()}">
<link rel="canonical" href="{self.url_of(story)}">
</head>
<body>
<header><nav><a href="/">{escape(self.name)}</a> <a href="/sport">Sport</a></nav></header>
<main><article>
<h1>{escape(story.title)}</h1>
{paragraphs}
{credit}
</article></main>
<aside><h2>À lire aussi</h2><ul><li><a href="/autre">Une autre nouvelle</a></li></ul></aside>
<footer>© {escape(self.name)}</footer>
</body>
</html>
"""


def _rss(paper: Paper) -> tuple[str, str]:
    items = "\n".join(
        f"<item><title>{escape(story.title)}</title><link>{paper.url_of(story)}</link>"
        f"<guid>{paper.url_of(story)}</guid>"
        f"<pubDate>{format_datetime(story.published)}</pubDate>"
        f"<description>{escape(story.paragraphs[0])}</description></item>"
        for story in paper.stories
    )
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(paper.name)}</title><link>{paper.site.url('/')}</link>"
        f"<description>{escape(paper.name)}</description>{items}</channel></rss>"
    )
    return feed, "application/rss+xml; charset=utf-8"


def _atom(paper: Paper) -> tuple[str, str]:
    entries = "\n".join(
        f"<entry><title>{escape(story.title)}</title><id>{paper.url_of(story)}</id>"
        f'<link href="{paper.url_of(story)}"/><updated>{story.published.isoformat()}</updated>'
        f"<published>{story.published.isoformat()}</published>"
        f"<summary>{escape(story.paragraphs[0])}</summary></entry>"
        for story in paper.stories
    )
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(paper.name)}</title><id>{paper.site.url('/')}</id>"
        f"<updated>{paper.stories[0].published.isoformat()}</updated>{entries}</feed>"
    )
    return feed, "application/atom+xml; charset=utf-8"


def _json(paper: Paper) -> tuple[str, str]:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": paper.name,
        "home_page_url": paper.site.url("/"),
        "items": [
            {
                "id": paper.url_of(story),
                "url": paper.url_of(story),
                "title": story.title,
                "date_published": story.published.isoformat(),
                "summary": story.paragraphs[0],
            }
            for story in paper.stories
        ],
    }
    return json.dumps(feed, ensure_ascii=False), "application/feed+json"


_FEEDS = {"rss": _rss, "atom": _atom, "json": _json}


def subscriptions(papers: list[Paper], further: dict[str, str] | None = None) -> str:
    """An OPML list of the papers' feeds, and of further addresses by name."""
    feeds = {paper.name: paper.feed_url for paper in papers} | (further or {})
    outlines = "\n".join(
        f'<outline type="rss" text="{escape(name)}" xmlUrl="{escape(url)}" '
        f'language="fr" country="MA" category="publisher"/>'
        for name, url in feeds.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><opml version="2.0">'
        f"<head><title>local press</title></head><body>{outlines}</body></opml>"
    )
