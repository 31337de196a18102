"""The article's text is found by what stands on the page, not by what its boxes are called."""

from __future__ import annotations

import pytest

from ct_pipeline_tests.articles.made_pages import (
    ARABIC,
    ENGLISH,
    FRENCH,
    OTHER_STORY,
    SPANISH,
    TITLE,
    outcome,
    page,
    paragraphs,
    read,
)

TEXT = paragraphs(FRENCH)


@pytest.mark.parametrize("texts", [FRENCH, SPANISH, ARABIC, ENGLISH])
@pytest.mark.parametrize(
    "names",
    [
        "elementor-widget elementor-widget-text-editor",
        "so-widget-sow-editor",
        "et_pb_module promo",
        "sidebar-layout__text",
        "share-of-text social-block",
        "ad-hoc",
        "comments-on-the-news",
        "hero",
        "newsletter-story",
    ],
)
def test_a_page_built_of_boxes_named_like_boxes_keeps_its_text(
    texts: tuple[str, ...], names: str
) -> None:
    boxes = paragraphs(texts, f'<div class="{names}"><div><p>{{}}</p></div></div>')
    body = read(page(f"<h1>{TITLE}</h1><div>{boxes}</div><footer>Contact</footer>")).body
    assert body.split("\n") == list(texts)


@pytest.mark.parametrize("name", ["trending", "popular-housing", "share", "consent-law", "teaser"])
def test_a_paragraph_whose_class_is_a_word_of_boxes_stays(name: str) -> None:
    first, second, *rest = FRENCH
    body = read(f'<p>{first}</p><p class="{name}">{second}</p>{paragraphs(rest)}').body
    assert second in body


def test_a_lead_in_a_box_of_its_own_is_part_of_the_text() -> None:
    lead, *rest = FRENCH
    body = read(
        f'<div class="widget"><p>{lead}</p></div><div class="widget">{paragraphs(rest)}</div>'
    )
    assert body.body.split("\n") == list(FRENCH)


def test_a_standfirst_in_a_banner_with_the_headline_comes_first() -> None:
    lead, *rest = FRENCH
    banner = f'<section class="hero-banner"><h1>{TITLE}</h1><p>{lead}</p></section>'
    article = read(page(f'{banner}<div class="txt">{paragraphs(rest)}</div>'))
    assert article.body.split("\n") == list(FRENCH)


@pytest.mark.parametrize("name", ["author-bio", "bio-card", "promo", "widget"])
def test_what_a_last_box_says_of_the_author_or_offers_goes(name: str) -> None:
    told = "Inscrivez-vous à notre lettre pour recevoir chaque matin les nouvelles du fleuve."
    if "bio" in name:
        told = "Nadia Chraïbi couvre la vallée pour le journal. Elle vit au bord du fleuve."
    box = f'<div class="{name}"><p>{told}</p></div>'
    assert read(f"{TEXT}{box}").body.split("\n") == list(FRENCH)


def test_a_list_of_sentences_is_text_though_one_is_a_link() -> None:
    first, second, *rest = FRENCH
    items = (
        "<li>Les deux ponts sont fermés aux camions.</li>"
        f'<li><a href="/2">{second}</a></li><li>Les écoles rouvriront lundi matin.</li>'
    )
    body = read(f"<p>{first}</p><ul>{items}</ul>{paragraphs(rest)}").body
    assert "fermés aux camions" in body
    assert second in body
    assert "rouvriront lundi" in body
    links = f'<li><a href="/2">{OTHER_STORY}</a></li><li><a href="/3">Le sel se vend bien.</a></li>'
    body = read(f"<p>{first}</p><ul>{links}</ul>{paragraphs(FRENCH[1:])}").body
    assert body.split("\n") == list(FRENCH)


@pytest.mark.parametrize(
    "foreign",
    [
        f"<section hidden><p>{OTHER_STORY}</p></section>",
        f'<p style="display: none">{OTHER_STORY}</p>',
        f'<div class="sr-only"><p>{OTHER_STORY}</p></div>',
        f'<div class="x9"><a href="/2"><h4>Le sel</h4></a><p>{OTHER_STORY}</p></div>',
        f"<aside><p>{OTHER_STORY}</p></aside>",
        f'<div class="related"><p>{OTHER_STORY}</p></div>',
        f'<figure><img src="a.jpg"><figcaption>{OTHER_STORY}</figcaption></figure>',
        f'<div class="k2"><img src="a.jpg"><div>{OTHER_STORY}</div></div>',
        f'<p>Voir aussi : <a href="/2">{OTHER_STORY[:70]}</a></p>',
        f'<p><a href="/2">{OTHER_STORY[:70]}</a></p>',
        f'<ul><li><a href="/2">{OTHER_STORY[:70]}</a></li><li><a href="/3">Une autre</a></li></ul>',
        f'<h3>Dans nos archives</h3><ul><li><a href="/2">{OTHER_STORY[:70]}</a></li></ul>',
        f'<form><p>{OTHER_STORY}</p><input name="mail"><button>Oui</button></form>',
    ],
)
def test_what_is_foreign_in_the_text_goes(foreign: str) -> None:
    first, second, *rest = FRENCH
    body = read(f"{paragraphs([first, second])}{foreign}{paragraphs(rest)}").body
    assert body.split("\n") == list(FRENCH)


def test_comments_below_the_text_go_however_long() -> None:
    comments = paragraphs([f"{OTHER_STORY} Bravo {n} fois !" for n in range(9)])
    body = read(f'{TEXT}<div id="comments" class="comment-list">{comments}</div>').body
    assert body.split("\n") == list(FRENCH)


def test_a_second_article_below_is_not_the_first_ones_text() -> None:
    second = f"<article><h2>Le sel</h2>{paragraphs([OTHER_STORY, *SPANISH, *ENGLISH])}</article>"
    brief = f"<article><h1>{TITLE}</h1><p>{FRENCH[0]}</p></article>"
    assert read(page(f"{brief}{second}")).body == FRENCH[0]


def test_a_longer_story_below_is_not_read_for_a_brief_by_the_second_witness_either() -> None:
    texts = [OTHER_STORY, *SPANISH, *ENGLISH]
    below = f"<article><h1>Le sel</h1>{paragraphs(texts)}</article>"
    cards = "".join(
        f'<div><h3><a href="/{n}">Une autre nouvelle du port</a></h3><p>{text}</p></div>'
        for n, text in enumerate(texts)
    )
    brief = f"<h1>{TITLE}</h1><p>{FRENCH[0]}</p>"
    assert read(page(f"<div><article>{brief}</article>{below}</div>")).body == FRENCH[0]
    assert read(page(f"<div>{brief}<div>{cards}</div></div>")).body == FRENCH[0]


def test_a_sentence_that_is_a_link_is_a_sentence() -> None:
    lead, *rest = FRENCH
    assert lead in read(f'<p><a href="/communique">{lead}</a></p>{paragraphs(rest)}').body


def test_a_list_of_names_that_the_text_announces_stays() -> None:
    names = "".join(f'<li><a href="/{n}">{n} Alaoui, juge</a></li>' for n in ("Ali", "Mona"))
    first, *rest = FRENCH
    body = read(f"<p>{first} Sont nommés :</p><ul>{names}</ul>{paragraphs(rest)}").body
    assert "Mona Alaoui, juge" in body.split("\n")


def test_text_behind_an_early_end_of_the_page_and_in_deep_nests_is_read() -> None:
    first, second, *rest = FRENCH
    cut = (
        f"<h1>{TITLE}</h1><div>{paragraphs([first, second])}</body></html></div>{paragraphs(rest)}"
    )
    assert read(page(cut)).body.split("\n") == list(FRENCH)
    for depth in (400, 2_500):
        nest = "<div>" * depth + f"<h1>{TITLE}</h1>{TEXT}" + "</div>" * depth
        assert read(page(nest)).body.split("\n") == list(FRENCH)


def test_names_in_inline_elements_stay_in_their_sentences() -> None:
    sentence = (
        "La réunion que présidait {} a duré deux heures, devant trente habitants de la vallée."
    )
    for markup in (
        "<label>{}</label>",
        "<time>{}</time>",
        "<q>{}</q>",
        '<span class="share">{}</span>',
    ):
        name = markup.format("Abdelkrim Ouazzani")
        assert (
            sentence.format("Abdelkrim Ouazzani")
            in read(f"<p>{sentence.format(name)}</p>{TEXT}").body
        )


def test_lines_broken_for_width_are_put_together() -> None:
    text = (
        "Réuni lundi à Tanger devant trente<br>\nexperts, le Bureau des Nations unies<br>\n"
        "de lutte contre le terrorisme a<br>\nprésenté un manuel pour les juges du<br>\nSahel."
    )
    assert (
        "le Bureau des Nations unies de lutte contre le terrorisme a présenté"
        in read(f"<div>{text}<br><br>{'<br><br>'.join(FRENCH)}</div>").body
    )


def test_breaks_that_part_paragraphs_and_verses_stay() -> None:
    verses = "Le vent du nord<br>La porte close<br>Un pas dehors<br>Plus rien n’ose"
    lines = read(f"<div>{'<br><br>'.join(FRENCH)}</div><p>{verses}</p>{TEXT}").body.split("\n")
    assert lines[: len(FRENCH)] == list(FRENCH)
    assert "La porte close" in lines


def test_a_text_shown_twice_for_two_screens_is_told_once() -> None:
    twice = f'<div class="wide">{TEXT}</div><div class="small">{TEXT}</div>'
    assert read(twice).body.split("\n") == list(FRENCH)


def test_a_refrain_is_told_as_often_as_it_stands() -> None:
    refrain = "Rends-nous la mer, rends-nous le port, chantait la foule."
    mixed = [refrain if n % 2 else text for n, text in enumerate((*FRENCH, *SPANISH)[:4])]
    assert read(paragraphs(mixed)).body.count(refrain) == 2


def test_a_shell_of_a_script_is_no_article() -> None:
    imprint = "Le Journal est édité par la société Rive. Directeur de la publication : A. Benali."
    shell = '<div id="root">Chargement…</div><noscript>Activez JavaScript.</noscript>'
    result = outcome(page(f"{shell}<div>{imprint} Hébergeur : Nuage Sud, Tanger, Maroc.</div>"))
    assert getattr(result, "reason", None) is not None


@pytest.mark.parametrize(
    "footer", ["<footer>{}</footer>", '<div class="site-footer"><div>{}</div></div>']
)
def test_an_imprint_in_the_pages_footer_is_no_article_however_long(footer: str) -> None:
    imprint = (
        "Le Journal est une publication de la société Rive, au capital de cent mille dirhams,"
        " inscrite au registre du commerce de Tanger, douze, rue de la Digue."
    )
    shell = f'<div id="root"></div>{footer.format(paragraphs([imprint, *SPANISH[:1]]))}'
    result = outcome(page(shell))
    assert "footer" in getattr(result, "reason", "")
