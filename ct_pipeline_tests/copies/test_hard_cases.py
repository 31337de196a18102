"""The cases that copy detection gets wrong elsewhere, one example each."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from ct_pipeline_tests.copies.newsroom import NOON, Newsroom, Story

LEAD = (
    "Le Bureau central d'investigations judiciaires a démantelé, mercredi à l'aube, une cellule "
    "terroriste composée de sept individus actifs dans les villes de Tanger, Fès et Inezgane."
)
SECOND = (
    "Les perquisitions menées aux domiciles des suspects ont permis la saisie d'armes blanches, de "
    "matériel informatique et de manuscrits prônant la pensée extrémiste, indique un communiqué."
)
THIRD = (
    "Les mis en cause, âgés de 21 à 42 ans, entretenaient des liens avec un dirigeant opérant au "
    "Sahel, qui leur avait fourni des vidéos sur la fabrication d'engins explosifs artisanaux."
)
FOURTH = (
    "Ils ont été placés en garde à vue sous la supervision du parquet compétent, afin de "
    "déterminer "
    "l'ensemble des ramifications de ce réseau et ses éventuelles sources de financement."
)
OTHER = (
    "À Nouakchott, les pêcheurs artisanaux réclament depuis des mois la réfection du quai "
    "principal, "
    "où les pirogues s'abîment chaque hiver faute de digue et de balisage lumineux suffisant."
)
ANOTHER = (
    "La compagnie ferroviaire mettra en service douze rames neuves avant l'été, a promis sa "
    "directrice "
    "devant des usagers excédés par les retards répétés sur la ligne qui longe le littoral."
)
DISPATCH = "\n".join([LEAD, SECOND, THIRD, FOURTH])
ARABIC = (
    "تمكن المكتب المركزي للأبحاث القضائية، فجر اليوم الأربعاء، من تفكيك خلية إرهابية تتكون من سبعة "
    "أشخاص ينشطون بمدن طنجة وفاس وإنزكان، وذلك في إطار الجهود المتواصلة لمكافحة التطرف العنيف.\n"
    "وقد أسفرت عمليات التفتيش المنجزة بمنازل المشتبه فيهم عن حجز أسلحة بيضاء ومعدات معلوماتية "
    "ومخطوطات تمجد الفكر المتطرف، حسب بلاغ صادر عن المصالح الأمنية المختصة."
)
ENGLISH = (
    "Counter-terrorism officers dismantled a cell of seven people before dawn on Wednesday in "
    "Tangier, "
    "Fez and Inezgane, the central bureau of judicial investigation said in a statement.\n"
    "Searches of the suspects' homes turned up knives, computer equipment and handwritten notes "
    "that "
    "praise extremist ideas, while prosecutors look into the sources of the money."
)
SPANISH = (
    "La policía judicial desarticuló en la madrugada del miércoles una célula terrorista formada "
    "por "
    "siete personas que actuaban en Tánger, Fez e Inezgane, según informó en un comunicado.\n"
    "Los registros en los domicilios de los sospechosos permitieron incautar armas blancas, "
    "material "
    "informático y manuscritos que ensalzan el extremismo, mientras sigue la investigación."
)


def relation(one: Story, other: Story) -> tuple[bool, str | None]:
    """Whether two articles become one dispatch, and the relation of their edge."""
    room = Newsroom()
    room.receive(replace(one, article_id="a"), replace(other, article_id="b"))
    room.run_pass()
    edge = room.edges().get(("a", "b"))
    return len(room.groups()) == 1, edge[0] if edge else None


def later(story: Story, days: float) -> Story:
    at = NOON + timedelta(days=days)
    return replace(story, published_from=at, published_to=at)


ORIGINAL = Story("", DISPATCH, "Cellule démantelée")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(DISPATCH, "exact_copy", id="headline swapped"),
        pytest.param("Rabat, 5 mars 2025 (MAP) - " + DISPATCH, "exact_copy", id="dateline"),
        pytest.param("RABAT (Reuters) — " + DISPATCH, "exact_copy", id="another agency's dateline"),
        pytest.param(DISPATCH + "\nAgence marocaine de presse", "exact_copy", id="credit line"),
        pytest.param(DISPATCH + "\nLe Matin avec MAP", "exact_copy", id="credit line"),
        pytest.param(DISPATCH + "\nPartagez cet article :", "exact_copy", id="share bar"),
        pytest.param(unicodedata.normalize("NFD", DISPATCH), "exact_copy", id="Unicode form"),
        pytest.param(DISPATCH.replace("'", "’"), "exact_copy", id="apostrophes"),
        pytest.param(
            "".join(c for c in unicodedata.normalize("NFD", DISPATCH) if ord(c) < 0x300),
            "exact_copy",
            id="accents lost",
        ),
        pytest.param("\n".join([LEAD, SECOND, FOURTH]), "near_copy", id="paragraph dropped"),
        pytest.param("\n".join([SECOND, THIRD, FOURTH]), "near_copy", id="lead dropped"),
        pytest.param(DISPATCH + "\n" + OTHER, "near_copy", id="paragraph added"),
        pytest.param("\n".join([OTHER, *DISPATCH.split("\n")]), "near_copy", id="intro added"),
        pytest.param("\n".join([LEAD, FOURTH, THIRD, SECOND]), "near_copy", id="reordered"),
        pytest.param(
            DISPATCH.replace("perquisitions", "perquisltions").replace("matériel", "rnatériel"),
            "near_copy",
            id="OCR noise",
        ),
        pytest.param("\n".join([LEAD, SECOND]), "near_copy", id="half of it"),
    ],
)
def test_reprints_join(body: str, expected: str) -> None:
    reprint = Story(
        "", body, "Un autre titre", NOON + timedelta(hours=5), NOON + timedelta(hours=5)
    )
    assert relation(ORIGINAL, reprint) == (True, expected)


def test_a_short_beginning_of_a_long_text_is_an_excerpt_and_never_canonical() -> None:
    room = Newsroom()
    long = "\n".join([LEAD, SECOND, THIRD, FOURTH, OTHER, ANOTHER])
    excerpt = LEAD + " " + SECOND[:100]
    early = NOON - timedelta(hours=3)
    room.receive(Story("long", long), Story("excerpt", excerpt, None, early, early))
    room.run_pass()
    assert room.members() == {"long": ("original", True), "excerpt": ("excerpt", False)}


@pytest.mark.parametrize("body", [ARABIC, ENGLISH, SPANISH], ids=["ar", "en", "es"])
def test_other_languages_alike(body: str) -> None:
    first, second = body.split("\n")
    assert relation(Story("", body), Story("", body + "\n" + first.upper())) == (True, "near_copy")
    assert relation(Story("", first), Story("", second))[0] is False


STATISTICS = (
    "L'indice des prix à la consommation a connu, au cours du mois de {month}, une hausse de "
    "{a}% par "
    "rapport au mois précédent, indique le Haut-Commissariat au plan dans sa note d'information.\n"
    "Cette variation est le résultat de la hausse de {b}% de l'indice des produits alimentaires "
    "et de "
    "{c}% de l'indice des produits non alimentaires, précise la même source, qui souligne que les "
    "baisses les plus importantes ont été enregistrées à {place}."
)
CONGRATULATIONS = (
    "Sa Majesté le Roi Mohammed VI a adressé un message de félicitations au président de la "
    "République "
    "{country}, M. {leader}, à l'occasion de la fête nationale de son pays.\n"
    "Dans ce message, le Souverain exprime à M. {leader} Ses chaleureuses félicitations et Ses "
    "meilleurs vœux de progrès et de prospérité pour le peuple de {country}, se félicitant de "
    "l'excellence des relations qui unissent les deux pays."
)
CONGRATULATIONS_AR = (
    "بعث صاحب الجلالة الملك محمد السادس برقية تهنئة إلى رئيس جمهورية {country} السيد {leader} "
    "بمناسبة "
    "العيد الوطني لبلاده، أعرب فيها جلالته عن أحر تهانئه وأصدق متمنياته للرئيس {leader} بموفور "
    "الصحة "
    "والسعادة، ولشعب {country} الشقيق بالتقدم والازدهار، منوها بعلاقات الصداقة المتينة بين البلدين."
)


@pytest.mark.parametrize(
    ("template", "one", "other"),
    [
        pytest.param(
            STATISTICS,
            {"month": "janvier", "a": "0,3", "b": "0,5", "c": "0,1", "place": "Fès"},
            {"month": "février", "a": "0,7", "b": "1,2", "c": "0,2", "place": "Safi"},
            id="monthly statistics",
        ),
        pytest.param(
            CONGRATULATIONS,
            {"country": "Finlande", "leader": "Alexander Stubb"},
            {"country": "Gambie", "leader": "Adama Barrow"},
            id="congratulations",
        ),
        pytest.param(
            CONGRATULATIONS_AR,
            {"country": "فنلندا", "leader": "ألكسندر ستوب"},
            {"country": "غامبيا", "leader": "أداما بارو"},
            id="congratulations in Arabic",
        ),
    ],
)
@pytest.mark.parametrize("days", [0, 1, 30])
def test_a_recurring_text_with_other_facts_is_another_text(
    template: str, one: dict[str, str], other: dict[str, str], days: int
) -> None:
    first = Story("", template.format(**one))
    joined, kind = relation(first, later(Story("", template.format(**other)), days))
    assert (joined, kind in {"template", "update"}) == (False, True)
    assert relation(first, Story("", "Rabat (MAP) - " + template.format(**one)))[0] is True


def test_the_next_day_s_update_stays_apart_as_an_update() -> None:
    update = "\n".join(
        [
            "Le bilan s'alourdit: onze personnes sont désormais poursuivies à Salé, a annoncé "
            "jeudi "
            "le procureur du Roi, qui a demandé deux semaines de plus pour l'instruction.",
            SECOND,
            THIRD.replace("21 à 42", "19 à 45").replace("Sahel", "Levant"),
            FOURTH,
        ]
    )
    assert relation(ORIGINAL, later(Story("", update), 1)) == (False, "update")


def test_articles_that_quote_one_communique_at_length_stay_apart() -> None:
    one = Story("", "\n".join([OTHER, SECOND, THIRD, FOURTH]))
    other = Story("", "\n".join([ANOTHER, SECOND, THIRD, FOURTH]))
    assert relation(one, other) == (False, "partial_reuse")


def test_paywall_text_joins_nothing() -> None:
    wall = (
        "Cet article est réservé aux abonnés. Déjà abonné ? Connectez-vous pour lire la suite, ou "
        "profitez d'un accès illimité à tous nos contenus et à la newsletter du matin, sans "
        "publicité "
        "et sans engagement, pour un euro le premier mois puis neuf euros par mois."
    )
    assert relation(Story("", OTHER + "\n" + wall), Story("", ANOTHER + "\n" + wall))[0] is False
    teaser = "La suite de cet article est à lire dans notre édition numérique."
    assert relation(Story("", teaser, "Un titre"), Story("", teaser, "Un autre"))[0] is False


def test_a_flash_joins_only_under_the_same_headline() -> None:
    flash = "Le roi Mohammed VI a reçu mercredi à Rabat le secrétaire général de l'ONU."
    title = "Le roi reçoit le secrétaire général de l'ONU"
    assert relation(Story("", flash, title), Story("", flash, title)) == (True, "exact_copy")
    assert relation(Story("", flash, title), Story("", flash, None))[0] is False
    assert relation(Story("", flash, title), later(Story("", flash, title), 30))[0] is False


def test_two_dispatches_that_a_third_site_merges_stay_apart_with_their_copies() -> None:
    room = Newsroom()
    second = "\n".join([OTHER, ANOTHER])
    first = "\n".join([LEAD, SECOND])
    room.receive(
        Story("a1", first),
        Story("a2", first, "Autre titre"),
        Story("b1", second),
        Story("both", first + "\n" + second),
        Story("both2", second + "\n" + first),
    )
    room.run_pass()
    assert room.groups() == {
        frozenset({"a1", "a2"}),
        frozenset({"b1"}),
        frozenset({"both"}),
        frozenset({"both2"}),
    }
    assert room.members()["both"] == room.members()["both2"] == ("roundup", True)
    assert room.edges()["a1", "both"][0] == "roundup"


def test_a_correction_regroups() -> None:
    room = Newsroom()
    room.receive(ORIGINAL, Story("b", "\n".join([OTHER, ANOTHER])))
    room.run_pass()
    assert len(room.groups()) == 2
    room.receive(Story("b", DISPATCH.replace("21 à 42", "21 à 43")))  # one figure put right
    room.run_pass()
    assert len(room.groups()) == 1
    room.receive(Story("b", "\n".join([OTHER, ANOTHER])))
    room.run_pass()
    assert len(room.groups()) == 2
    assert room.edges() == {}


def test_undated_texts_match_any_date_and_late_reprints_must_be_whole() -> None:
    undated = Story("", "\n".join([LEAD, SECOND]), None, None, None)
    assert relation(later(ORIGINAL, 400), undated)[0] is True
    assert relation(ORIGINAL, later(ORIGINAL, 30)) == (True, "exact_copy")
    assert relation(ORIGINAL, later(Story("", "\n".join([LEAD, SECOND])), 30))[0] is False
