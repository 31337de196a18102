"""Lines around an article are known by what they say; its own sentences never are."""

from __future__ import annotations

import pytest

from ct_pipeline.articles.boilerplate import kind_of_line


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Partagez cet article :", "share bar"),
        ("Facebook | Twitter | WhatsApp", "share bar"),
        ("Suivez-nous sur Google News", "share bar"),
        ("شارك هذا المقال على فيسبوك", "share bar"),
        ("Abonnez-vous à notre newsletter", "newsletter"),
        ("Sign up for the Morning Brief", "newsletter"),
        ("Lire aussi : ONUCT, un accord à Rabat", "related links"),
        ("Read more: Morocco hosts a meeting", "related links"),
        ("Te puede interesar", "related links"),
        ("اقرأ أيضا: اتفاق جديد", "related links"),
        ("3 commentaires", "comments"),
        ("Tags : Maroc, ONU", "tags"),
        ("الوسوم: المغرب", "tags"),
        ("Ph : archives", "caption"),
        ("© AFP", "caption"),
        ("Temps de lecture : 3 min", "reading aid"),
        ("The post A headline appeared first on A site.", "reading aid"),
        ("جميع الحقوق محفوظة", "reading aid"),
    ],
)
def test_a_line_around_an_article(line: str, kind: str) -> None:
    assert kind_of_line(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Le groupe a revendiqué l'attaque sur sa chaîne Telegram.",
        "He urged his followers to join a Telegram channel.",
        "شارك هذا الأسبوع وفد مغربي في اجتماع مكتب مكافحة الإرهاب.",
        "اشترك في العملية عناصر من الدرك الملكي.",
        "جميع الحقوق والحريات مكفولة بموجب الدستور.",
        "Le Parlement partage cette analyse.",
        "For the latest attack, approximately 30 people were held.",
        "Facebook a supprimé le compte.",
        "La photo officielle a été prise devant le palais.",
        "Comments by the minister drew criticism.",
        "map",
        "",
    ],
)
def test_a_sentence_of_an_article(line: str) -> None:
    assert kind_of_line(line) is None
