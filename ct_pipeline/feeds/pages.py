"""An HTML page where a feed was expected: a challenge, a consent wall, or a site with feeds."""

from __future__ import annotations

import re
from html import unescape

from ct_pipeline.feeds.documents import Flaw, NotAFeed
from ct_pipeline.feeds.identity import resolved_url

_HEAD_CHARACTERS = 200_000  # how much of a page is looked at
_HTML = re.compile(
    r"\s*(?:<!--[^>]{0,500}-->\s*|<\?xml[^>]{0,200}\?>\s*)*<(?:!doctype\s+html|html|head|body)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_LINK = re.compile(r"<(?:link|a)\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,30})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
}
# Marks of the walls in use, from their own pages: Cloudflare, Imperva, DataDome, Akamai, Sucuri,
# DDoS-Guard, AWS WAF, PerimeterX, Anubis.
_CHALLENGE = re.compile(
    r"cdn-cgi/challenge-platform|_cf_chl_opt|cf-browser-verification|just a moment\.\.\."
    r"|attention required! \| cloudflare|_incapsula_resource|captcha-delivery\.com"
    r"|sucuri_cloudproxy|ddos-guard|awswafcookiedomainlist|aws-waf-token|px-captcha"
    r"|/_sec/cp_challenge|id=\"anubis_challenge"
    r"|checking your browser|verify (?:that )?you are (?:a )?human|are you a robot"
    r"|enable javascript and cookies to continue|pardon our interruption",
    re.IGNORECASE,
)
# Also on ordinary pages, beside a form: they count only where there is little else.
_CAPTCHA = re.compile(r"g-recaptcha|h-captcha|cf-turnstile", re.IGNORECASE)
_LITTLE = 20_000
_CONSENT = re.compile(
    r"consent\.(?:yahoo|google|youtube)\.|/consent\?|id=\"consent-page|class=\"consent-form"
    r"|before you continue to|avant d.acc[ée]der [àa]|guce\.",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Whether a body is an HTML page."""
    return bool(_HTML.match(text[:2_000]))


def is_challenge(text: str) -> bool:
    """Whether a page asks its visitor to prove to be human."""
    if _CHALLENGE.search(text[:_HEAD_CHARACTERS]):
        return True
    return len(text) < _LITTLE and bool(_CAPTCHA.search(text))


def describe_page(text: str, url: str) -> NotAFeed:
    """What kind of page it is, and the feeds that it announces by rel=alternate."""
    head = text[:_HEAD_CHARACTERS]
    found = _TITLE.search(head)
    title = " ".join(unescape(found[1]).split()) if found else "without a title"
    alternates = discover_feeds(head, url)
    if not alternates and is_challenge(text):
        return NotAFeed(Flaw.CHALLENGE, f"a challenge page: {title}")
    if not alternates and _CONSENT.search(head):
        return NotAFeed(Flaw.CONSENT, f"a consent page: {title}")
    return NotAFeed(Flaw.HTML, f"an HTML page instead of a feed: {title}", alternates)


def discover_feeds(html: str, url: str) -> tuple[str, ...]:
    """The feeds that a page announces, in its order, those of comments last."""
    found: dict[str, bool] = {}
    for tag in _LINK.findall(html):
        attributes = {
            name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(tag)
        }
        is_alternate = "alternate" in attributes.get("rel", "").lower().split()
        is_feed = attributes.get("type", "").lower().partition(";")[0].strip() in _FEED_TYPES
        if is_alternate and is_feed and attributes.get("href"):
            words = f"{attributes.get('title', '')} {attributes['href']}".lower()
            found.setdefault(resolved_url(url, attributes["href"].strip()), "comment" in words)
    return tuple(sorted(found, key=lambda address: found[address]))
