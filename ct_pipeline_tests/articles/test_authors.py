"""Who wrote the article: a person, named by the page's own witnesses."""

from __future__ import annotations

import pytest

from ct_pipeline_tests.articles.made_pages import FRENCH, TITLE, block, page, paragraphs, read

TEXT = paragraphs(FRENCH)


@pytest.mark.parametrize(
    ("head", "byline", "author"),
    [
        (
            block(headline=TITLE, author=[{"name": "Nadia Chraïbi"}, {"name": "Omar Tazi"}]),
            "",
            "Nadia Chraïbi, Omar Tazi",
        ),
        (block(headline=TITLE, author={"name": "admin"}), "", None),
        (block(headline=TITLE, author={"name": "La rédaction"}), "", None),
        (block(headline=TITLE, author={"name": "هيئة التحرير"}), "", None),
        (block(headline=TITLE, author={"name": "Le Journal"}), "", None),
        (
            '<meta name="author" content="By &lt;a href=/x&gt;Joyce Achieng&lt;/a&gt;">',
            "",
            "Joyce Achieng",
        ),
        (
            '<meta name="author" content="j.achieng@journal.test (Joyce Achieng)">',
            "",
            "Joyce Achieng",
        ),
        ('<meta name="author" content="https://facebook.com/journal">', "", None),
        (
            '<meta name="twitter:label1" content="Écrit par">'
            '<meta name="twitter:data1" content="Nadia Chraïbi">',
            "",
            "Nadia Chraïbi",
        ),
        (
            '<meta name="twitter:label1" content="Temps de lecture">'
            '<meta name="twitter:data1" content="Quatre Minutes">',
            "",
            None,
        ),
        (
            block(
                headline=TITLE,
                author={"name": "Rive Admin", "url": "https://journal.test/author/admin/"},
            ),
            "<p>Par Nadia Chraïbi</p>",
            "Nadia Chraïbi",
        ),
        (
            "",
            "<h2>Les crues d’hiver ne passeront plus, promet la commune.</h2>"
            '<div class="social share"><button>Partager</button><a href="/s">Suivre</a>'
            '<address><a rel="author" href="/n">Nadia Chraïbi</a></address></div>',
            "Nadia Chraïbi",
        ),
        ("", '<p class="byline">Par <a href="/n">Nadia Chraïbi</a></p>', "Nadia Chraïbi"),
        ("", "<p>Por Lucía Ortega, enviada especial a Tetuán</p>", "Lucía Ortega"),
        ("", "<p>By Dr. Joyce Achieng and Omar Tazi</p>", "Dr. Joyce Achieng, Omar Tazi"),
        ("", "<div>بقلم: سلمى العلوي</div>", "سلمى العلوي"),
        ("", '<div><a rel="author" href="/y">Youssef Amrani</a></div>', "Youssef Amrani"),
        ("", '<span itemprop="author"><span itemprop="name">Omar Tazi</span></span>', "Omar Tazi"),
        ("", "<div>Nadia Chraïbi | 20 mai 2025</div>", "Nadia Chraïbi"),
        ("", "<p>Par Nadia Chraïbi (MAP)</p>", "Nadia Chraïbi"),
        (
            "",
            "<p>Par la vallée et les gorges, la route rejoint la mer en deux heures de marche.</p>",
            None,
        ),
    ],
)
def test_an_author_is_a_person(head: str, byline: str, author: str | None) -> None:
    found = read(page(f"<main><article><h1>{TITLE}</h1>{byline}{TEXT}</article></main>", head=head))
    assert found.author == author


def test_the_author_of_a_comment_or_of_a_card_wrote_nothing_here() -> None:
    comment = (
        '<section id="comments"><span itemprop="author">Momo Benani</span><p>Bravo !</p></section>'
    )
    card = '<div><a href="/9"><h3>Le sel</h3></a><span class="author">Hind Berrada</span></div>'
    assert read(page(f"<main><h1>{TITLE}</h1>{TEXT}</main>{comment}{card}")).author is None


def test_an_agency_named_as_author_is_a_credit() -> None:
    found = read(
        page(f"<h1>{TITLE}</h1>{TEXT}", head=block(headline=TITLE, author={"name": "AFP"}))
    )
    assert (found.author, found.agency_credits) == (None, ("AFP",))
