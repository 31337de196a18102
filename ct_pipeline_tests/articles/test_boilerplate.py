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
        ("Hazte socio para leer sin límites", "newsletter"),
        ("Noticia relacionada", "related links"),
        ("You have 2 free stories left this month.", "paywall"),
        ("Te queda el 40 % por leer", "paywall"),
        ("Este contenido es exclusivo para suscriptores", "paywall"),
        ("Signaler une erreur", "reading aid"),
        ("Une coquille dans cet article ? Dites-le-nous.", "reading aid"),
        ("Spotted a mistake? Write to the desk", "reading aid"),
        ("¿Has visto un error? Cuéntanoslo", "reading aid"),
        ("Got a tip? Write to tips@journal.test", "reading aid"),
        ("00:00 / 04:31", "reading aid"),
        ("Article offert par un abonné", "reading aid"),
        ("Les commentaires sont clos", "comments"),
        ("Comments are closed.", "comments"),
        ("Los comentarios están cerrados", "comments"),
        ("Comparte esta nota", "share bar"),
        ("الكلمات المفتاحية: الماء، السد", "tags"),
        ("Apúntate a nuestra newsletter de los lunes.", "pitch"),
        ("لمتابعة آخر الأخبار انضموا إلى قناتنا", "pitch"),
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
        ("This entry was posted in Notes on 3 May 2021 by Ann.", "reading aid"),
        ("Esta entrada fue publicada en Noticias.", "reading aid"),
        ("(No votes yet)", "reading aid"),
        ("(Pas encore d'avis)", "reading aid"),
        ("Aún no hay valoraciones", "reading aid"),
        ("Send us your letter to the editor by e-mail.", "reading aid"),
        ("Wir respektieren Ihre Privatsphäre und laden das Bild erst auf Wunsch.", "notice"),
        ("Activer les notifications", "notice"),
        ("تفعيل الإشعارات", "notice"),
        ("Except where otherwise noted, content is under a CC BY licence.", "notice"),
        ("Sauf mention contraire, les textes sont sous licence CC-BY 4.0", "notice"),
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
        "Lire aussi vite que les élèves du centre n’est pas donné à tous, reconnaît l’instituteur.",
        "Read more poems, the lighthouse keeper told the children who had climbed up on Sunday.",
        "Suscríbete a la idea o no, le contestó el concejal al vecino en la reunión de la plaza.",
        "For the latest attack, approximately 30 people were held.",
        "Facebook a supprimé le compte.",
        "Une erreur dans cet article de loi a coûté deux ans aux pêcheurs du port.",
        "Got a tip from a neighbour, the sergeant said, and so the patrol went to the quay.",
        "Apúntate a la cola o vete, le dijo el portero.",
        "La photo officielle a été prise devant le palais.",
        "Comments by the minister drew criticism.",
        "Except where otherwise noted, the licence fees of fishermen fall due in May.",
        "Activer les notifications sur un téléphone volé revient à prévenir le voleur, dit-elle.",
        "No votes yet counted in the north could change the result, the board said.",
        "map",
        "",
    ],
)
def test_a_sentence_of_an_article(line: str) -> None:
    assert kind_of_line(line) is None
