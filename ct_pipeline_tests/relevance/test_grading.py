"""What the rule set in force says of texts, by the labelling guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline.articles.seeds import parse_seed
from ct_pipeline.relevance.changes import Standing, compare
from ct_pipeline.relevance.grading import Ruleset, Verdict

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
TOPICS = {
    "000": {"strategic_dialogue", "training", "maritime_security", "technical_assistance"},
    "001": {"strategic_dialogue", "multilateral_diplomacy", "capacity_building"},
    "002": {"anniversary", "training", "headquarters_agreement", "capacity_building"},
    "003": {"institution_opening", "border_security", "prisons_rehabilitation", "training"},
    "004": {"border_security", "ct_financing", "regional_cooperation", "capacity_building"},
}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_every_seed_is_at_the_core_of_the_beat(ruleset: Ruleset, seed: Path) -> None:
    text = parse_seed(seed.read_bytes())
    verdict = ruleset.grade(text.title, text.body, "fr").verdict
    assert (verdict.relevance_grade, verdict.is_uncertain) == (3, False)
    assert verdict.relevance_evidence
    assert verdict.relevance_evidence in text.body
    assert set(verdict.topics) >= TOPICS[seed.name[:3]]


@pytest.mark.parametrize(
    ("grade", "title", "body"),
    [
        (0, "Eau : le Processus de Douchanbé sur l'eau expliqué à Rabat", "Un ambassadeur parle."),
        (0, "Drogues : le rapport de l'ONUDC sur le Maroc", "Le cannabis recule au Maroc."),
        (0, "Le Maroc réélu au Conseil de l'OMI", "L'organisation maritime a voté à Londres."),
        (0, "Le Pacte de Marrakech a sept ans", "Les migrations restent un défi au Maroc."),
        (0, "L'ONU félicite le Maroc", "L'ONU salue les énergies propres du Maroc."),
        (0, "Football : le Maroc en finale", "L'attaque du Maroc a brillé à Rabat."),
        (1, "Le BCIJ démantèle une cellule", "Quatre suspects liés à Daech arrêtés au Maroc."),
        (1, "L'UNOCT à Doha", "L'UNOCT a réuni des experts au Qatar contre le terrorisme."),
        (1, "Madrid accueille l'UNOCT", "L'Espagne et l'UNOCT ouvrent un centre à Madrid."),
        (3, "M. Hammouchi reçoit le chef de l'UNOCT", "L'entretien s'est tenu à Rabat."),
    ],
)
def test_the_check_pairs_of_the_guide(ruleset: Ruleset, grade: int, title: str, body: str) -> None:
    assert ruleset.grade(title, body, "fr").verdict.relevance_grade == grade


@pytest.mark.parametrize(
    ("grade", "language", "title", "body"),
    [
        (1, "es", "Detenidos en Marruecos", "De acuerdo con la policía, planeaban atentados."),
        (1, "fr", "Terrorisme : huit arrestations", "Le BCIJ l'a dit en conférence de presse."),
        (1, "en", "Moroccan held", "Law enforcement arrested a Moroccan jihadist."),
        (2, "fr", "Le Maroc et l'Espagne créent une équipe conjointe", "Cible : le terrorisme."),
        (0, "ar", "اليمين المتطرف يتقدم في ألمانيا", "أظهر استطلاع تقدم الحزب."),
        (1, "ar", "توقيف موال لداعش بطنجة", "أوقف البسيج شخصا."),
    ],
)
def test_set_phrases_do_not_count_for_their_words(
    ruleset: Ruleset, grade: int, language: str, title: str, body: str
) -> None:
    assert ruleset.grade(title, body, language).verdict.relevance_grade == grade


def test_one_link_in_a_text_on_terrorism_is_relevant_two_are_core(ruleset: Ruleset) -> None:
    title = "Daech menace l'Afrique de l'Ouest"
    one = "Le Conseil de sécurité s'inquiète de Daech.\nIl a cité le Bureau de Rabat de l'UNOCT."
    two = one + " Le Maroc soutient l'UNOCT."
    assert ruleset.grade(title, one, "fr").verdict.relevance_rule == "2a_one_link"
    assert ruleset.grade(title, two, "fr").verdict.relevance_rule == "3_two_links"


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "L'UNOCT forme des juges à Casablanca."),
        ("fr", "La DGAPR et l'UNOCT échangent des experts."),
        ("ar", "ينظم مكتب الأمم المتحدة لمكافحة الإرهاب دورة بالدار البيضاء."),
        ("es", "La UNOCT imparte un curso en Tetuán."),
    ],
)
def test_a_town_or_an_office_places_an_event_in_morocco(
    ruleset: Ruleset, language: str, body: str
) -> None:
    assert ruleset.grade(None, body, language).verdict.relevance_grade == 3


def test_the_deciding_sentence_is_shown(ruleset: Ruleset) -> None:
    body = "Rien ici.\nLe Maroc reçoit l'UNOCT à Fès. La suite viendra."
    verdict = ruleset.grade("Une visite antiterroriste", body, "fr").verdict
    assert verdict.relevance_evidence == "Le Maroc reçoit l'UNOCT à Fès."


def test_who_speaks_on_is_still_who_spoke(ruleset: Ruleset) -> None:
    body = (
        "Le terrorisme progresse, a dit Vladimir Voronkov à Genève.\n"
        "Il a remercié le Maroc de son appui.\nIl a aussi cité le Royaume en exemple."
    )
    assert ruleset.grade("Terrorisme : alerte", body, "fr").verdict.relevance_grade == 3


def test_a_doubtful_fact_does_not_lift_the_grade_but_is_told(ruleset: Ruleset) -> None:
    body = "Le Maroc coopère avec ses voisins face au terrorisme."
    verdict = ruleset.grade("Frontières : un nouvel accord", body, "fr").verdict
    assert (verdict.relevance_grade, verdict.is_uncertain) == (1, True)


def test_a_text_of_several_stories_has_the_grade_of_its_highest(ruleset: Ruleset) -> None:
    body = "Météo : il pleut.\nLe Maroc et l'UNOCT forment des douaniers.\nFootball : match nul."
    assert ruleset.grade("L'essentiel de l'actualité", body, "fr").verdict.relevance_grade == 3
    assert ruleset.grade("Météo du jour", body, "fr").verdict.relevance_grade == 1


@pytest.mark.parametrize(
    ("before", "after", "kind"), [(1, 3, "new"), (2, 0, "lost"), (2, 3, "up"), (1, 0, "down")]
)
def test_a_change_is_told_by_what_it_means(before: int, after: int, kind: str) -> None:
    standing = Standing("a", "Titre", before, "r", "La phrase d'avant.")
    verdict = Verdict(
        after,
        is_uncertain=False,
        relevance_rule="s",
        relevance_evidence="La phrase d'après.",
        topics=(),
    )
    change = compare(standing, verdict)
    assert change is not None
    assert change.kind == kind
    assert change.sentence == ("La phrase d'après." if after > before else "La phrase d'avant.")


def test_an_empty_text_is_nothing(ruleset: Ruleset) -> None:
    graded = ruleset.grade(None, "", None)
    assert (graded.verdict.relevance_rule, graded.mentions) == ("0_none", ())
