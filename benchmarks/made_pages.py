"""News pages made to weigh and cost what real ones do, each the same in every run.

The counts follow 85 real pages of 120 to 350 KB (a thousand elements, two hundred links, some
17 levels, 15,000 characters of text, a third of the bytes script). Four layouts with names as sites
choose them: half of what surrounds the article is named so that a reader would know it, half not.
"""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from html import escape

from ct_pipeline_tests.press.papers import Story

SCRIPT_BYTES = 120_000
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi xo zu cha bre tion ment eur ique oir".split()
NOUNS = (
    "ministre réunion accord région budget école récolte port enquête tribunal chercheur route "
    "entreprise marché hôpital élection conseil projet rapport programme frontière sommet "
    "agence délégation commission plateforme formation stratégie partenaire continent"
).split()
VERBS = "annonce prépare examine adopte lance évalue renforce soutient reporte présente".split()
PLACES = "Rabat Tanger Fès Agadir Oujda Laâyoune Meknès Salé Dakhla Nador Essaouira".split()
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
# What each layout calls: the article's body, a teaser list, a teaser, comments, a side column.
LAYOUTS = (
    ("entry-content", "related-posts", "post-card", "comments-area", "sidebar"),
    ("c-article__body", "c-river", "c-river__item", "c-debate", "l-column"),
    ("article-text", "more-news", "td_module_10", "comment-list", "td-ss-main"),
    ("story__content", "block-list", "media-object", "reactions", "rail rail--right"),
)


def word(dice: random.Random) -> str:
    """A made word, so that unrelated articles share no run of words, as in a real press."""
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4)))


def name(dice: random.Random) -> str:
    """A person or a place: one in eight is known, as most names of a day's press are not."""
    return dice.choice(PLACES) if dice.random() < 1 / 8 else word(dice).title()


def sentence(dice: random.Random) -> str:
    """A sentence that no other article shares."""
    return dice.choice(
        (
            f"À {name(dice)}, le {word(dice)} {dice.choice(VERBS)} les {word(dice)} {word(dice)} "
            f"pour le {dice.choice(NOUNS)} {word(dice)} et la {word(dice)} {word(dice)}.",
            f"Selon {name(dice)} {name(dice)}, la {word(dice)} {dice.choice(VERBS)} depuis "
            f"{dice.choice(DAYS)} une {word(dice)} {word(dice)} que {word(dice)} {word(dice)}.",
            f"Les {dice.randint(2, 900)} {word(dice)} du {dice.choice(NOUNS)} {word(dice)} "
            f"{word(dice)} ainsi une {word(dice)} {word(dice)}, ce qui {word(dice)} {word(dice)}.",
            f"« Cette {word(dice)} {word(dice)} le {dice.choice(NOUNS)} », {word(dice)} un "
            f"{word(dice)} de {name(dice)}, qui {word(dice)} {word(dice)} et {word(dice)}.",
        )
    )


def headline(dice: random.Random) -> str:
    """A short line as teasers carry it."""
    return f"{name(dice)} : le {dice.choice(NOUNS)} {word(dice)} {dice.choice(VERBS)} {word(dice)}"


def story(number: int, now: datetime) -> Story:
    """One article by its number, the same in every run: 150 to 1,300 words."""
    dice = random.Random(number)
    return Story(
        f"/{number}/article",
        f"{headline(dice)}, {word(dice)} et {word(dice)}",
        tuple(
            " ".join(sentence(dice) for _ in range(dice.randint(2, 4)))
            for _ in range(dice.choice((4, 6, 8, 9, 10, 14, 24)))
        ),
        now - timedelta(minutes=number),
    )


def page(told: Story, publisher: str, url: str) -> bytes:
    """The page of a story, some 220 KB."""
    dice = random.Random(told.path)
    body, river, card, comments, column = LAYOUTS[dice.randrange(len(LAYOUTS))]
    paragraphs = [_paragraph(text, dice) for text in told.paragraphs]
    for place in range(2, len(paragraphs), 3):
        paragraphs[place] += dice.choice((_aside(dice), _figure(dice), _slot(dice)))
    many = dice.choice((0, 5, 15, 25, 60))
    html = f"""<!DOCTYPE html>
<html lang="fr"><head>{_head(told, publisher, url, dice)}</head>
<body class="single single-post layout-{dice.randrange(9)}"><div id="page" class="site"><div>
<header class="site-header"><div class="container"><div class="row">{_menu(dice, 70)}</div></div>
</header>
<div id="content"><div class="container"><div class="row"><main class="col-8"><div class="inner">
<article class="post-{dice.randrange(10**6)} post type-post"><div class="wrap">
<header><div class="kicker"><a href="/r/{word(dice)}">{word(dice)}</a></div>
<h1>{escape(told.title)}</h1>
<div class="meta"><span class="by">Par <a href="/a/{word(dice)}">{word(dice).title()}</a></span>
<span class="sep">|</span><time datetime="{told.published.isoformat()}">
{told.published:%d/%m/%Y à %H:%M}</time></div>{_share(dice)}</header>
{_figure(dice)}<div class="{body}"><div class="inner"><div>{"".join(paragraphs)}</div></div></div>
{_tags(dice)}{_share(dice)}</div></article>
<section class="{river}"><h3>Dans la même rubrique</h3>{_cards(dice, card, 16)}</section>
<section class="{comments}"><h3>{many} réactions</h3><ol>{_comments(dice, many)}</ol></section>
</div></main><div class="{column}"><div class="sticky">
<section><h3>Fil info</h3><ul>{_wire(dice, 24)}</ul></section>{_slot(dice)}
<section class="most-read"><h3>Les plus lus</h3>{_cards(dice, card, 10)}</section></div></div>
</div></div></div><footer><div class="container">{_menu(dice, 40)}
<p>© {escape(publisher)}. Tous droits réservés.</p></div></footer></div></div>
{_scripts(dice, 6)}</body></html>"""
    return html.encode()


def _head(told: Story, publisher: str, url: str, dice: random.Random) -> str:
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told.title,
        "datePublished": told.published.isoformat(),
        "author": {"@type": "Person", "name": word(dice).title()},
        "publisher": {"@type": "Organization", "name": publisher},
    }
    return f"""<meta charset="utf-8"><title>{escape(told.title)} - {escape(publisher)}</title>
<meta name="description" content="{escape(told.paragraphs[0][:150])}">
<meta property="og:title" content="{escape(told.title)}">
<meta property="og:site_name" content="{escape(publisher)}">
<meta property="og:type" content="article">
<meta property="article:published_time" content="{told.published.isoformat()}">
<link rel="canonical" href="{url}">
<script type="application/ld+json">{json.dumps(linked)}</script>
<style>{_code(dice, 25_000)}</style>{_scripts(dice, 4)}"""


def _code(dice: random.Random, length: int) -> str:
    """Something as long and as little repeated as real script."""
    line = "".join(f"function {word(dice)}(a,b){{return a.{word(dice)}(b)+1}};" for _ in range(40))
    return (line * (length // len(line) + 1))[:length]


def _scripts(dice: random.Random, count: int) -> str:
    size = SCRIPT_BYTES // 10
    return "".join(f"<script>{_code(dice, size)}</script>" for _ in range(count))


def _menu(dice: random.Random, count: int) -> str:
    items = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/rubrique/{word(dice)}">'
        f"<span>{word(dice).title()}</span></a></li>"
        for n in range(count)
    )
    return f'<nav><div class="menu"><ul>{items}</ul></div></nav>'


def _image(dice: random.Random) -> str:
    name = word(dice)
    sizes = ", ".join(f"https://img.example/{name}-{w}x{w}.jpg {w}w" for w in range(150, 1500, 90))
    return f'<img loading="lazy" src="/i/{name}.jpg" srcset="{sizes}" alt="{headline(dice)}">'


def _paragraph(text: str, dice: random.Random) -> str:
    """With a word in bold type and a link to a subject, as editors' systems set them."""
    words = [escape(word) for word in text.split()]
    words[1] = f"<strong>{words[1]}</strong>"
    words[9] = f'<a href="/sujet/{dice.randrange(99)}" class="auto"><span>{words[9]}</span></a>'
    return f'<p class="p-{dice.randrange(9)}">{" ".join(words)}</p>'


def _figure(dice: random.Random) -> str:
    return f"<figure><div>{_image(dice)}</div><figcaption>{headline(dice)}</figcaption></figure>"


def _slot(dice: random.Random) -> str:
    return f'<div class="dfp" id="div-{dice.randrange(10**9)}"><div></div></div>'


def _aside(dice: random.Random) -> str:
    return f'<p><strong>Lire aussi : <a href="/{word(dice)}">{headline(dice)}</a></strong></p>'


def _share(dice: random.Random) -> str:
    icon = '<svg viewBox="0 0 24 24"><path d="' + "M1 2l3 4h5v6z" * 20 + '"/></svg>'
    links = "".join(
        f'<li><a href="https://{word(dice)}.example/?u=1">{icon}</a></li>' for _ in range(5)
    )
    return f'<div class="share-buttons"><ul>{links}</ul></div>'


def _tags(dice: random.Random) -> str:
    return '<div class="tagline">' + "".join(
        f'<a href="/tag/{word(dice)}" rel="tag">{word(dice)}</a>, ' for _ in range(6)
    ) + "</div>"  # fmt: skip


def _cards(dice: random.Random, name: str, count: int) -> str:
    return "".join(
        f'<div class="{name}"><div class="thumb"><a href="/{word(dice)}">{_image(dice)}</a></div>'
        f'<div class="text"><span class="cat">{word(dice)}</span>'
        f'<h4><a href="/{word(dice)}/{word(dice)}">{headline(dice)}</a></h4>'
        f'<p class="excerpt">{sentence(dice)}</p>'
        f'<div class="date"><span>21 novembre</span></div></div></div>'
        for _ in range(count)
    )


def _wire(dice: random.Random, count: int) -> str:
    return "".join(
        f'<li><span class="h">{dice.randrange(24)}:{dice.randrange(60):02}</span> '
        f'<a href="/{word(dice)}">{headline(dice)}</a></li>'
        for _ in range(count)
    )


def _comments(dice: random.Random, count: int) -> str:
    return "".join(
        f'<li class="item depth-1"><div><div class="who"><b>{word(dice)}</b> '
        f'<span class="when">hier</span></div><div class="what">'
        f"<p>{sentence(dice)}</p><p>{sentence(dice)}</p></div>"
        f'<div class="reply"><a href="#r">Répondre</a></div></div></li>'
        for _ in range(count)
    )
