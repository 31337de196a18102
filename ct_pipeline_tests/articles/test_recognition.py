"""A page is refused for what it is, never for a word on it."""

from __future__ import annotations

import pytest

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import Rejection
from ct_pipeline_tests.articles.made_pages import ARABIC, FRENCH, SPANISH, outcome, page, paragraphs

BRIEF = f"<p>{FRENCH[0]}</p><p>{FRENCH[1]}</p>"


@pytest.mark.parametrize(
    "title",
    [
        "La route 404 fermée à la circulation",
        "« Ce quartier n’existe plus » : le maire de Ksar écrit au ministre",
        "Accès refusé à trois observateurs au poste-frontière",
        "Airport adds security checks before the summer",
        "Cookies : ce que change la loi pour les lecteurs",
        "La página que no existe en los mapas del puerto",
        "لم يتم العثور على صيادي القارب المفقود",
        "Just a moment in the life of a lighthouse keeper",
        "Error 404: a village looks for its own page",
        "Oops: the mayor read the wrong speech",
        "Se connecter à la mer : un projet de sentier",
        "Before you continue: the case for slower trains",
        "Under maintenance: the bridge is shut for a year",
        "Adblock : les anciennes extensions s’arrêtent",
        "Waiting room",
    ],
)
@pytest.mark.parametrize(
    "header", ["Déjà abonné ? <a href='/c'>Connexion</a>", "Page introuvable ?"]
)
def test_a_brief_is_an_article_whatever_its_headline_and_the_pages_header_say(
    title: str, header: str
) -> None:
    body = f"<div>{header}</div><main><article><h1>{title}</h1>{BRIEF}</article></main>"
    article = outcome(page(body, title=title))
    assert isinstance(article, Article), article
    assert article.title == title


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        (
            "Un instant…",
            "Nous vérifions que vous n’êtes pas un robot. Cela prend un moment.",
            "challenge",
        ),
        ("Un momento...", "Verificar que eres un humano puede llevar unos segundos.", "challenge"),
        (
            "Access Denied",
            "You don't have permission to access this page on this server.",
            "challenge",
        ),
        (
            "Avant de continuer",
            "Nous utilisons des cookies et des traceurs. Tout accepter.",
            "consent",
        ),
        (
            "Le Journal",
            "Nous et nos 640 partenaires accédons à des informations sur votre appareil, comme"
            " des cookies, pour mesurer l’audience.",
            "consent",
        ),
        (
            "Bitte stimmen Sie der Nutzung zu",
            "Wir und unsere 640 Partner verarbeiten Daten mit Hilfe von Cookies für Werbung.",
            "consent",
        ),
        (
            "451: Unavailable due to legal reasons",
            "You seem to visit us from the European Economic Area; access cannot be granted.",
            "closed",
        ),
        (
            "Site en maintenance",
            "Notre site est en maintenance. Merci de revenir dans quelques minutes.",
            "closed",
        ),
        (
            "Waiting room",
            "You are in a queue. When it is your turn you will have ten minutes to enter.",
            "closed",
        ),
        (
            "Bloqueador de anuncios detectado",
            "Usas un bloqueador de anuncios: desactívalo y vuelve a cargar la página, por favor.",
            "closed",
        ),
        ("Iniciar sesión", "Escriba su correo y su contraseña para entrar en la edición.", "login"),
        (
            "Página no encontrada",
            "La página que buscas no existe o ha sido eliminada del sitio.",
            "404",
        ),
        ("خطأ 404", "الصفحة التي تبحث عنها غير موجودة أو تم حذفها من الموقع نهائيا.", "404"),
        (
            "Article introuvable",
            "Cet article n’existe plus. Revenez à l’accueil du journal.",
            "404",
        ),
        (
            "Oops! Page not found",
            "The page you were looking for no longer exists on this site.",
            "404",
        ),
    ],
)
def test_a_notice_in_an_articles_place_is_known(title: str, text: str, reason: str) -> None:
    result = outcome(page(f"<h1>{title}</h1><p>{text}</p>", title=f"{title} - Le Journal"))
    assert isinstance(result, Rejection)
    assert reason in result.reason


def test_the_form_of_a_robot_check_is_known_by_itself() -> None:
    form = '<form id="challenge-form" action="/x?__cf_chl_challenge"><input></form>'
    result = outcome(page(f"<div id='challenge-stage'>{form}</div><p>Veuillez patienter.</p>"))
    assert isinstance(result, Rejection)
    assert "challenge" in result.reason


def test_a_list_of_headlines_is_an_index_and_an_article_beside_a_carousel_is_none() -> None:
    carousel = '<script type="application/ld+json">{"@type":"ItemList"}</script>'
    links = "".join(
        f"<h2><a href='/{n}'>Un titre du jour, le {n}</a></h2><p>Vu {n} fois</p>" for n in range(8)
    )
    index = outcome(page(f"<main>{links}</main>", head=carousel))
    assert isinstance(index, Rejection)
    assert "index" in index.reason or "no article text" in index.reason
    assert isinstance(outcome(page(f"<main><h1>Une</h1>{BRIEF}</main>", head=carousel)), Article)


@pytest.mark.parametrize(
    "wall",
    [
        "La suite est réservée aux abonnés. Déjà abonné ? Connectez-vous",
        "Il vous reste 61 % de cet article à lire.",
        "Already a subscriber? Log in",
        "Contenido exclusivo para suscriptores",
        "هذا المقال مخصص للمشتركين فقط",
        "Contenido exclusivo para suscriptores</div><div>Suscríbete por un euro al mes",
    ],
)
@pytest.mark.parametrize("text", [FRENCH[0], SPANISH[0], ARABIC[0]])
def test_the_visible_part_of_a_paid_text_is_stored_and_marked(wall: str, text: str) -> None:
    article = outcome(f"<p>{text}</p><div class='x'>{wall}</div>")
    assert isinstance(article, Article)
    assert article.body == text
    assert article.is_teaser


def test_a_text_marked_as_paid_for_that_is_all_there_is_no_teaser() -> None:
    paid = '{"@type":"NewsArticle","isAccessibleForFree":false,"headline":"Une"}'
    head = f'<script type="application/ld+json">{paid}</script>'
    whole = page(f"<h1>Une</h1>{paragraphs(FRENCH * 3)}", head=head)
    cut = page(f"<h1>Une</h1>{BRIEF}", head=head)
    assert [getattr(outcome(data), "is_teaser", None) for data in (whole, cut)] == [False, True]


def test_text_without_blanks_between_its_words_is_counted_by_its_letters() -> None:
    article = outcome(
        "<p>内政部长星期二宣布，横跨河流的新桥将于秋季开通。居民多年来一直等待修复旧路。</p>"
    )
    assert isinstance(article, Article)
    assert article.word_count > 12
