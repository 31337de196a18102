"""Which addresses name the same article, and the ids that follow from it.

`canonical_url` is for people and for identity: an address without what varies between two links
to one page (trackers, AMP and mobile twins, wrappers, spelling). Fetch the entry's own address,
not this one. `article_id_of_url` forgives a little more, so compare ids, never addresses.
"""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

from ct_pipeline.feeds.google_news import publisher_address
from ct_pipeline.feeds.hosts import ascii_host
from ct_pipeline.feeds.trackers import is_tracker

ID_LENGTH = 16
MAX_URL_LENGTH = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}

# What browsers drop from an address before reading it (URL Standard, "basic URL parser").
_DROPPED = re.compile(r"[\x00-\x20]+$|^[\x00-\x20]+|[\t\n\r]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?]*", re.IGNORECASE)
_MOBILE_LABELS = frozenset({"m", "mobile", "mobi", "amp"})
_AMP_END = re.compile(r"(?<=[^/])/amp(/?)$|\.amp(?=\.html?$)|\.amp$", re.IGNORECASE)
_AMP_START = re.compile(r"^/amp(?=/[^/])", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/(?:amp|[civ])/(s/)?(.+)$")
# Services whose address only carries another one: host and path -> the parameter that names it.
_WRAPPERS = {
    ("www.google.com", "/url"): ("url", "q"),
    ("news.google.com", "/news/url"): ("url",),
    ("www.bing.com", "/news/apiclick.aspx"): ("url",),
    **dict.fromkeys((("l.facebook.com", "/l.php"), ("lm.facebook.com", "/l.php")), ("u",)),
}


def canonical_url(url: str) -> str | None:
    """The one spelling of a page's address, or None where it is no http(s) address.

    Scheme, `www.` and a last slash stay as they are, so that the address still opens.
    """
    parts = _split(unwrapped_url(url))
    if parts is None:
        return None
    host = _canonical_host(parts)
    if not host:
        return None
    path = _canonical_path(parts.path)
    query = _canonical_query(parts.query)
    fragment = _escaped(parts.fragment, "/?!") if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme, host, path, query, fragment))


def unwrapped_url(url: str) -> str:
    """The address that a redirecting service's address carries, else the address itself."""
    parts = _split(url)
    inner = (publisher_address(url) or _unwrapped(parts)) if parts else None
    return url if inner is None else unwrapped_url(inner)


def resolved_url(base: str, link: str) -> str:
    """A link as seen from the document at `base`; as it is where that cannot be said."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def article_id_of_url(canonical_url: str) -> str:
    """The id of the article at a canonical address; scheme, `www.` and last slash do not count."""
    parts = urlsplit(canonical_url)
    host = parts.netloc.removeprefix("www.")
    key = urlunsplit(("", host, parts.path.rstrip("/"), parts.query, parts.fragment))
    return hash_id("url", key)


def article_id_of_seed(file_name: str) -> str:
    """The id of a seed text, from the name of its file."""
    return hash_id("seed", file_name)


def hash_id(*parts: str) -> str:
    """16 hexadecimal digits of the SHA-256 of the parts, which may hold any text."""
    joined = "\x1f".join(parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(_DROPPED.sub("", url).replace("\\", "/"))
        is_web = parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_web and len(url) <= MAX_URL_LENGTH else None


def _unwrapped(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    if host.endswith(".cdn.ampproject.org") or (
        host.startswith("www.google.") and parts.path.startswith("/amp/")
    ):
        cached = _AMP_CACHE.match(parts.path)
        if cached is None:
            return None
        query = f"?{parts.query}" if parts.query else ""
        return f"{'https' if cached[1] else 'http'}://{cached[2]}{query}"
    parameters = parse_qs(parts.query)
    for name in _WRAPPERS.get((host, parts.path), ()):
        inner = parameters.get(name, [""])[0]
        if _split(inner) is not None:
            return inner
    return None


def _canonical_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").strip(".")
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = ascii_host(host)
        except ValueError:
            host = quote(host)
    labels = host.split(".")
    if not labels[-1].isdigit():
        # m.example.org and en.m.example.org; "m.org" itself is a site.
        kept = [
            label
            for position, label in enumerate(labels)
            if not (position < min(2, len(labels) - 2) and label in _MOBILE_LABELS)
        ]
        host = ".".join(kept)
    port = parts.port
    return host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"


def _canonical_path(path: str) -> str:
    path = "/" + _SESSION.sub("", path).lstrip("/")
    path = without_dot_segments(_escaped(path, "/:@!$&'()*+,;="))
    return _AMP_END.sub(r"\1", _AMP_START.sub("", path))


def _canonical_query(query: str) -> str:
    pairs = [pair for pair in query.split("&") if pair]
    kept = [_escaped(pair, "/:@!$'()*+,;=?[]") for pair in pairs if not is_tracker(*_named(pair))]
    # By name only: the order of one name's values may carry meaning.
    kept.sort(key=lambda pair: pair.partition("=")[0])
    return "&".join(kept)


def _named(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return unquote(name).lower(), unquote(value).lower()


def _escaped(text: str, safe: str) -> str:
    """Percent-encoding in its one form: upper case, and only where it is needed (RFC 3986, 6.2)."""
    return quote(_ESCAPE.sub(_one_escape, text), safe=safe + "%~", errors="replace")


def _one_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else "%" + match[1].upper()


def without_dot_segments(path: str) -> str:
    """A path without `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
