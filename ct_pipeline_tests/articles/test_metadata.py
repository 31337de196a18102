"""Metadata counts where it is this page's own; the witnesses agree on it by votes."""

from __future__ import annotations

import json
from html import escape

import pytest

from ct_pipeline.articles.witnesses import FeedWitness
from ct_pipeline_tests.articles.made_pages import (
    ENGLISH,
    FRENCH,
    OTHER_STORY,
    TITLE,
    URL,
    block,
    page,
    paragraphs,
    read,
)

TEXT = paragraphs(FRENCH)
OTHER = {"@type": "NewsArticle", "headline": "Le musée du sel", "author": {"name": "Hind Berrada"}}


def article(head: str, body: str = f"<h1>{TITLE}</h1>", **options: object) -> object:
    return read(page(f"<main>{body}{TEXT}</main>", head=head), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["url", "mainEntityOfPage", "@id"])
def test_a_block_of_another_article_says_nothing_of_this_one(name: str) -> None:
    dates = ("2025-02-02T10:00:00+01:00", "2025-05-20T09:15:20+01:00")
    other = block(**OTHER, **{name: "https://journal.test/9/sel"}, datePublished=dates[0])
    own = block(headline=TITLE, **{name: URL}, datePublished=dates[1], author={"name": "Omar Tazi"})
    for head in (other + own, own + other):
        found = read(page(f"<h1>{TITLE}</h1>{TEXT}", head=head))
        assert (found.title, found.author) == (TITLE, "Omar Tazi")
        assert found.published.interval is not None
        assert found.published.interval.start.isoformat() == "2025-05-20T08:15:20+00:00"


def test_the_articlebody_of_another_block_is_not_this_pages_text() -> None:
    long_body = " ".join([OTHER_STORY] * 9)
    other = block(**OTHER, url="https://journal.test/9/sel", articleBody=long_body)
    brief = page(f"<h1>{TITLE}</h1><p>{FRENCH[0]}</p>", head=block(headline=TITLE) + other)
    assert read(brief).body == FRENCH[0]


def test_a_body_whose_block_has_another_headline_and_no_address_must_hold_what_the_page_shows() -> (
    None
):
    other = block(headline="Le sel revient au musée", articleBody=" ".join([OTHER_STORY] * 9))
    assert read(page(f"<h1>{TITLE}</h1><p>{FRENCH[0]}</p>", head=other)).body == FRENCH[0]
    own = block(headline="Une digue qui rassure", articleBody="\n".join(FRENCH))
    body = read(page(f"<h1>{TITLE}</h1><p>{FRENCH[0]}</p>", head=own)).body
    assert body.split("\n") == list(FRENCH)


def test_an_articlebody_that_holds_the_text_twice_gives_it_once() -> None:
    whole = " ".join(FRENCH)
    head = block(headline=TITLE, articleBody=f"{whole} {whole}")
    body = read(page(f"<h1>{TITLE}</h1><p>{FRENCH[0]}</p>", head=head)).body
    assert body.count(FRENCH[1]) == 1


def test_the_entries_of_a_live_blog_are_read_where_the_page_shows_none() -> None:
    updates = [{"@type": "BlogPosting", "articleBody": text} for text in FRENCH]
    head = block(headline=TITLE, liveBlogUpdate=updates).replace("NewsArticle", "LiveBlogPosting")
    assert FRENCH[3] in read(page(f"<h1>{TITLE}</h1><p>{FRENCH[0]}</p>", head=head)).body
    lead = ENGLISH[0]
    body = read(page(f"<h1>{TITLE}</h1><p>{lead}</p>", head=head)).body
    assert body.split("\n") == [lead, *FRENCH]


@pytest.mark.parametrize(
    "script",
    [
        "/* seo */ {}",
        "<!-- {} -->",
        '{{"@type":"WebSite","name":"x"}}\n{}',
        "[{},]",
        pytest.param(None, id="escaped as text"),
    ],
)
def test_structured_data_with_things_around_it(script: str | None) -> None:
    node = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": {"name": "Omar Tazi"}})
    shown = script.format(node) if script else escape(node)
    head = f'<script type="application/ld+json">{shown}</script>'
    assert read(page(f"<h1>{TITLE}</h1>{TEXT}", head=head)).author == "Omar Tazi"


@pytest.mark.parametrize(
    "node",
    [
        '{"@type":"NewsArticle","description":"l\\\'eau","author":{"name":"Omar Tazi"}}',
        '{"@type":"NewsArticle","headline":"Les "quais" du port","author":{"name":"Omar Tazi"}}',
        '{"@type":"NewsArticle","description":"moiti\\ud83c","author":{"name":"Omar \\udf00Tazi"}}',
    ],
)
def test_structured_data_that_breaks_the_rules(node: str) -> None:
    head = f'<script type="application/ld+json">{node}</script>'
    found = read(page(f"<h1>{TITLE}</h1>{TEXT}", head=head))
    assert found.author == "Omar Tazi"
    assert found.title == TITLE


@pytest.mark.parametrize(
    ("head", "body", "feed"),
    [
        ("", f"<h1>Le Journal, l’info du fleuve</h1><h2>{TITLE}</h2>", TITLE),
        ("", f"<h1>Société</h1><h2>{TITLE}</h2>", None),
        ("", f"<div><h1>Flash : le train de nuit supprimé</h1></div><h1>{TITLE}</h1>", TITLE),
        (
            '<meta property="og:title" content="Le Journal : tout le fleuve">',
            f"<h1>{TITLE}</h1>",
            None,
        ),
        ('<meta property="og:title" content="undefined">', f"<h1>{TITLE}</h1>", TITLE),
        ('<meta property="og:title" content="{{title}}">', f"<h1>{TITLE}</h1>", None),
        ("", f"<h1>Untitled Document</h1><h2>{TITLE}</h2>", None),
        ("", "<h1>Une digue neuve prot&amp;egrave;ge le quartier bas</h1>", None),
        (block(headline="Digue : dates, prix, tout savoir"), f"<h1>{TITLE}</h1>", TITLE),
        (
            '<meta property="og:title" content="Une &lt;em&gt;digue&lt;/em&gt;">',
            f"<h1>{TITLE}</h1>",
            TITLE,
        ),
        ("", "<h1>Une digue neuve protège<br>le quartier bas</h1>", TITLE),
        ("", "<h1>" + TITLE.replace("neuve", "neu\u00adve") + "</h1>", TITLE),
        ("", f"<h1>\u202b{TITLE}\u202c</h1>", None),
        ("", f"<h1>{TITLE}</h1>", "Une digue neuve"),
    ],
)
def test_the_headline_is_what_the_witnesses_agree_on(
    head: str, body: str, feed: str | None
) -> None:
    data = page(f"<main>{body}{TEXT}</main>", head=head, title=f"{TITLE} - Le Journal")
    assert read(data, feed=FeedWitness("Le Journal", title=feed)).title == TITLE


def test_a_kicker_is_not_glued_to_the_headline() -> None:
    body = f"<h1><span>Rivières</span><span>{TITLE}</span></h1>{TEXT}"
    feed = FeedWitness("Le Journal", title=TITLE)
    assert read(page(body, title="Le Journal"), feed=feed).title == f"Rivières {TITLE}"


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<meta property="og:site_name" content="Le Courrier">', "Le Courrier"),
        ('<meta property="og:site_name" content="Al-Bayane Sud">', "Al-Bayane Sud"),
        (f'<meta property="og:site_name" content="{TITLE} - Le Courrier">', "Le Journal"),
        (
            '<meta property="og:site_name" content="Le Journal, le fleuve en continu 24h/24">',
            "Le Journal",
        ),
        (
            '<meta property="og:site_name" content="Le Courrier | Toute l’info de la vallée">',
            "Le Courrier",
        ),
        (block(headline=TITLE, publisher={"name": "undefined"}), "Le Journal"),
    ],
)
def test_the_publisher_is_a_name_and_no_slogan(head: str, publisher: str) -> None:
    assert read(page(f"<h1>{TITLE}</h1>{TEXT}", head=head)).publisher == publisher


@pytest.mark.parametrize(
    ("name", "url", "feed", "publisher"),
    [
        ("Le Matin", "https://zed.test/1", FeedWitness("Zed"), "Zed"),
        ("MAP", "https://zed.test/1", FeedWitness("Zed"), "Zed"),
        ("وكالة المغرب العربي للأنباء", "https://zed.test/1", FeedWitness("Zed"), "Zed"),
        ("Zed", "https://zed.test/1", FeedWitness("Zed", publisher="Reuters"), "Zed"),
        ("Le Matin", "https://lematin.ma/1", FeedWitness("Politique"), "Le Matin"),
        ("Le Matin", "https://sante.lematin.ma/1", FeedWitness("Zed"), "Le Matin"),
        ("Le Matin", "https://lematin.ma.zed.test/1", FeedWitness("Zed"), "Zed"),
        ("Le Matin", "https://www.lematin.ch/1", FeedWitness("Zed"), "Le Matin"),
        ("Le Matin", "https://www-lematin-ma.cdn.ampproject.org/1", FeedWitness("Zed"), "Le Matin"),
        ("Le Matin", "https://zed-test.cdn.ampproject.org/c/s/lematin", FeedWitness("Zed"), "Zed"),
        ("Xinhua", "https://french.news.cn/1", FeedWitness("Zed"), "Xinhua"),
        ("Reuters", "https://reuters.zed.test/1", FeedWitness("Zed"), "Zed"),
        ("Reuters", "https://reuters.test/1", FeedWitness("Zed"), "Zed"),
        ("Hespress", "https://cdn.test/1", FeedWitness("Hespress - Maroc"), "Hespress"),
        ("Le Matin", "https://zed.test/1", FeedWitness("Google News", is_outlet=False), None),
    ],
)
def test_no_page_is_believed_to_be_of_a_known_outlet_of_another_site(
    name: str, url: str, feed: FeedWitness, publisher: str | None
) -> None:
    head = f'<meta property="og:site_name" content="{name}">'
    body = page(f"<h1>{TITLE}</h1>{TEXT}", head=head)
    assert read(body, url=url, feed=feed).publisher == publisher


@pytest.mark.parametrize("control", ["\x0b", "&#x0B;", "&#8;", "\x1f", "\ufffe"])
def test_a_control_character_costs_nothing_but_itself(control: str) -> None:
    first, *rest = FRENCH
    broken = f"di{control}gue"
    text = paragraphs([first.replace("digue", broken), *rest])
    found = read(page("<h1>" + TITLE.replace("digue", broken) + f"</h1>{text}"))
    assert found.body.split("\n")[0].startswith(first[:40])


def test_decomposed_and_stretched_letters_are_composed() -> None:
    body = read(
        paragraphs(["La coope\u0301ration sur la se\u0301curite\u0301 avance, dit-on.", *FRENCH])
    ).body
    assert "coopération sur la sécurité" in body
    assert (
        "المغرب"
        in read(
            paragraphs(["قال المغـــرب إن الأشغال انتهت قبل موعدها المحدد في القرية.", *FRENCH])
        ).body
    )
