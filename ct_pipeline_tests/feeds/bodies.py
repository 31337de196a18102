"""Feed bodies as servers send them, small ones to vary."""

from __future__ import annotations

RSS_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def rss(*items: str, head: str = RSS_HEAD, channel: str = "") -> str:
    """An RSS 2.0 document."""
    return (
        f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>Le Journal</title><link>https://e.org/</link>{channel}{''.join(items)}"
        "</channel></rss>"
    )


def item(number: int, title: str = "Un titre", further: str = "") -> str:
    """One item with its own GUID and link."""
    return (
        f'<item><guid isPermaLink="false">{number}</guid>'
        f"<link>https://e.org/{number}</link>"
        f"<title>{title}</title>{further}</item>"
    )
