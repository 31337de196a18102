"""Pages where feeds were expected, and feeds that look like pages."""

from __future__ import annotations

import pytest

from ct_pipeline.feeds.documents import Feed, Flaw, NotAFeed
from ct_pipeline.feeds.pages import is_challenge
from ct_pipeline.feeds.parsing import parse
from ct_pipeline_tests.feeds.bodies import item, rss

URL = "https://e.org/feed"
FEED = rss(item(1), head="")
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><title>a</title><entry><id>1</id></entry></feed>"
XHTML = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"'
    ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
)


@pytest.mark.parametrize(
    "top",
    [
        "",
        "<!DOCTYPE html>",
        "<?xml version='1.0'?>\n<!DOCTYPE html>\n",
        "<?xml version='1.0'?><?xml-stylesheet type='text/css' href='a.css'?>",
        XHTML,
        "<!-- html --><!DOCTYPE HTML>",
        "\n\n  ",
        "<br />\n<b>Notice</b>: Undefined index in <b>/srv/feed.php</b> on line <b>3</b><br />\n",
        "<style>p {}</style><p>debug</p>",
        "Warning: mysql_connect() in /srv/a.php\n",
        "\ufeff",
        "<meta charset='utf-8'>",
        "<!doctype html>\n<meta charset='utf-8'>\n<script>var a = '<b>'</script>\n",
    ],
)
@pytest.mark.parametrize("feed", [FEED, ATOM])
def test_a_feed_is_read_by_what_it_is_whatever_stands_above_it(top: str, feed: str) -> None:
    for content_type in ("text/html", "application/xml"):
        parsed = parse((top + feed).encode(), URL, {"content-type": content_type})
        assert isinstance(parsed, Feed), parsed
        assert len(parsed.items) == 1


@pytest.mark.parametrize(
    "page",
    [
        f"<!DOCTYPE html><html><body><textarea>{FEED}</textarea></body></html>",
        f"<html><head><title>Flux</title></head><body><pre>{FEED}</pre></body></html>",
        f"<!doctype html><title>Flux</title><p>Exemple :</p><textarea>{FEED}</textarea>",
        f"{XHTML}<html xmlns='http://www.w3.org/1999/xhtml'><body>{FEED}</body></html>",
        f"<script>var shown = '{FEED}'</script><p>Exemple</p>",
        f"<meta charset='utf-8'><p>Exemple :</p>{FEED}",
        "<!DOCTYPE html><p>a",
        "<HEAD><TITLE>a</TITLE></HEAD>",
    ],
)
def test_a_page_that_shows_a_feed_is_a_page(page: str) -> None:
    parsed = parse(page.encode(), URL)
    assert isinstance(parsed, NotAFeed)
    assert parsed.flaw is Flaw.HTML


@pytest.mark.parametrize("root", ["headlines", "bodytext", "htmlfeed", "Error", "opml"])
def test_other_xml_is_no_page(root: str) -> None:
    words = "Just a moment... are you a robot? Enable JavaScript and cookies to continue"
    parsed = parse(f"<?xml version='1.0'?><{root}>{words}</{root}>".encode(), URL)
    assert isinstance(parsed, NotAFeed)
    assert parsed.flaw is Flaw.UNREADABLE


def page(body: str, title: str = "Maintenance", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


SCRIPT = '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'


@pytest.mark.parametrize(
    "html",
    [
        page("", "Just a moment...", "<script>window._cf_chl_opt={cType:'managed'}</script>"),
        page("<h1>journal.ma</h1><p>Checking your browser before accessing</p>", "a"),
        page("Request unsuccessful. Incapsula incident ID: 123-456"),
        page("<script src='https://ct.captcha-delivery.com/c.js'></script>", "journal.ma"),
        page("<p>Please verify you are a human</p><div class='g-recaptcha'></div>"),
        page("", "journal.ma", '<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>'),
        page("<noscript>Enable JavaScript and cookies to continue</noscript>"),
        page("<div id='px-captcha'></div>"),
        page("", "DDOS-GUARD", "<script src='/.well-known/ddos-guard/js-challenge/'></script>"),
    ],
)
def test_a_page_that_asks_to_prove_to_be_human_is_a_challenge(html: str) -> None:
    assert is_challenge(html)


ARTICLE = "<p>" + "Le festival demande à ses visiteurs : are you a robot? " * 20 + "</p>"


@pytest.mark.parametrize(
    "html",
    [
        page("<h1>Nous revenons bientôt</h1>", head=SCRIPT),
        page(f"<h1>503</h1>{SCRIPT}"),
        page("<p>Site en travaux</p>", head="<script src='/_Incapsula_Resource?a'></script>"),
        page(
            "<p>Trop de visiteurs.</p>",
            head="<script src='https://x.awswaf.com/challenge.js'></script>",
        ),
        page(ARTICLE, "Un festival"),
        page(ARTICLE + "<form><div class='g-recaptcha'></div></form>", "Un festival"),
        page("<h1>Not found</h1>"),
        "<?xml version='1.0'?><Error><Message>are you a robot</Message></Error>",
        '{"error": "just a moment..."}',
        "",
    ],
)
def test_a_page_with_something_else_to_say_is_none(html: str) -> None:
    assert not is_challenge(html)
