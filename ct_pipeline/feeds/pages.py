"""An HTML page where a feed was expected: a challenge, a consent wall, or a site with feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ct_pipeline.feeds.documents import Flaw, NotAFeed
from ct_pipeline.feeds.identity import resolved_url
from ct_pipeline.feeds.links import is_web, relations
from ct_pipeline.feeds.markup import is_page
from ct_pipeline.feeds.visible import title_of, visible_words

_HEAD_CHARACTERS = 200_000  # how much of a page is looked at
_LINK = re.compile(r"<(?:link|a)\s([^<>]{1,2000})>", re.IGNORECASE)
_BASE = re.compile(r"<base\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,30})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
}
# What only a wall itself holds, from the walls' own pages: Cloudflare, Imperva, DataDome, Akamai,
# Sucuri, AWS WAF, PerimeterX, Anubis.
_WALL = re.compile(
    r"_cf_chl_opt|cf-browser-verification|challenge-platform/h/\w/orchestrate"
    r"|incapsula incident id|captcha-delivery\.com/(?:captcha|c\.js|i\.js)|sucuri_cloudproxy_js"
    r"|awswafcookiedomainlist|px-captcha|/_sec/cp_challenge|id=\"anubis_challenge",
    re.IGNORECASE,
)
# What a wall says, and an article about walls too: it counts where there is little else.
_WALL_WORDS = re.compile(
    r"just a moment\.\.\.|attention required! \| cloudflare|checking your browser"
    r"|verify (?:that )?you are (?:a )?human|are you a robot|pardon our interruption"
    r"|enable javascript and cookies to continue|ddos-guard"
    r"|class=[\"'](?:g-recaptcha|h-captcha|cf-turnstile)",
    re.IGNORECASE,
)
# A provider's script, which it puts on every page that it delivers: it counts on an empty one.
_BEACON = re.compile(
    r"cdn-cgi/challenge-platform|_incapsula_resource|captcha-delivery\.com|ddos-guard"
    r"|aws-waf-token|awswaf\.com|g-recaptcha|h-captcha|cf-turnstile",
    re.IGNORECASE,
)
_FEW_WORDS = 80
_CONSENT = re.compile(
    r"consent\.(?:yahoo|google|youtube)\.|/consent\?|id=\"consent-page|class=\"consent-form"
    r"|before you continue to|avant d.acc[ée]der [àa]|guce\.",
    re.IGNORECASE,
)


def is_challenge(text: str) -> bool:
    """Whether a page asks its visitor to prove to be human, and holds nothing else.

    A maintenance page that a wall's owner delivers is none, nor is an article about walls.
    """
    head = text[:_HEAD_CHARACTERS]
    if not is_page(head):
        return False
    if _WALL.search(head):
        return True
    says, carries = _WALL_WORDS.search(head), _BEACON.search(head)
    if not says and not carries:
        return False
    words = len(visible_words(head))
    return words == 0 if not says else words < _FEW_WORDS


def describe_page(text: str, url: str) -> NotAFeed:
    """What kind of page it is, and the feeds that it announces by rel=alternate."""
    head = text[:_HEAD_CHARACTERS]
    title = title_of(head) or "without a title"
    alternates = discover_feeds(head, url)
    if not alternates and is_challenge(text):
        return NotAFeed(Flaw.CHALLENGE, f"a challenge page: {title}")
    if not alternates and _CONSENT.search(head):
        return NotAFeed(Flaw.CONSENT, f"a consent page: {title}")
    return NotAFeed(Flaw.HTML, f"an HTML page instead of a feed: {title}", alternates)


def discover_feeds(html: str, url: str) -> tuple[str, ...]:
    """The feeds that a page announces, in its order, those of comments last."""
    found: dict[str, bool] = {}
    base = base_address(html, url)
    for attributes in _attributes(html):
        is_feed = attributes.get("type", "").lower().partition(";")[0].strip() in _FEED_TYPES
        if is_feed and "alternate" in relations(attributes.get("rel", "")):
            words = f"{attributes.get('title', '')} {attributes['href']}".lower()
            found.setdefault(resolved_url(base, attributes["href"]), "comment" in words)
    return tuple(sorted(found, key=lambda address: found[address]))


def links_of_page(html: str, url: str) -> tuple[str, ...]:
    """Every address that a page links to, in its order, each once."""
    base = base_address(html, url)
    links = (resolved_url(base, attributes["href"]) for attributes in _attributes(html))
    return tuple(dict.fromkeys(links))


def base_address(html: str, url: str) -> str:
    """Against what the relative links of a page are meant: its first <base>, else its address."""
    stated = next(_attributes(html, _BASE), {})
    base = resolved_url(url, stated.get("href", ""))
    return base if is_web(base) else url


def _attributes(html: str, element: re.Pattern[str] = _LINK) -> Iterator[dict[str, str]]:
    """The attributes of each such element of a page that leads somewhere."""
    for tag in element.findall(html[:_HEAD_CHARACTERS]):
        attributes = {
            name.lower(): unescape(double or single or bare).strip()
            for name, double, single, bare in _ATTRIBUTE.findall(tag)
        }
        if attributes.get("href"):
            yield attributes
