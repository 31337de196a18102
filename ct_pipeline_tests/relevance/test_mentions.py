"""Who is found in a text, in every spelling that occurs, and who is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.relevance.grading import Ruleset


def found(ruleset: Ruleset, text: str, language: str | None = None) -> list[tuple[str, str]]:
    mentions = ruleset.grade(None, text, language).mentions
    assert all(text[m.char_start : m.char_end] == m.surface for m in mentions)
    return [(mention.entity_id, mention.surface) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "entity", "surface"),
    [
        ("Une visite de l'ONUCT.", "unoct", "ONUCT"),
        ("Une visite de l'\u202aONUCT\u202c.", "unoct", "ONUCT"),
        ("Une visite de l'ON\u00adUCT\u200f\u200b.", "unoct", "ON\u00adUCT"),
        ("قال \u202bالمكتبُ الأممي لمكافحة الإرهابِ\u202c", "unoct", "المكتبُ الأممي لمكافحة الإرهابِ"),
        ("Le chef d’ONUCT.", "unoct", "ONUCT"),
        ("Il dit qu'UNOCT viendra.", "unoct", "UNOCT"),
        ("The U.N.O.C.T. team.", "unoct", "U.N.O.C.T."),
        (
            "Le BUREAU des Nations-Unies de lutte contre le terrorisme.",
            "unoct",
            "BUREAU des Nations-Unies de lutte contre le terrorisme",
        ),
        ("قال المكتب الأممي لمكافحة الإرهاب", "unoct", "المكتب الأممي لمكافحة الإرهاب"),
        (
            "مسؤول بمكتب الأمم المتحدة لمكافحة الارهاب",
            "unoct",
            "مكتب الأمم المتحدة لمكافحة الارهاب",
        ),
        ("رئيس مكتب الأممالمتحدة لمكافحة الإرهاب", "unoct", "مكتب الأممالمتحدة لمكافحة الإرهاب"),
        (
            "التقى ومكتبُ الأُمم المتّحدة لمكافحة الإرهاب",
            "unoct",
            "مكتبُ الأُمم المتّحدة لمكافحة الإرهاب",
        ),
        ("وبالمغرب أيضا", "morocco", "المغرب"),
        ("دعم للمغرب", "morocco", "للمغرب"),
        ("والمملكة المغربية بلد", "morocco", "المملكة المغربية"),
        ("Bourita a parlé.", "bourita", "Bourita"),
        ("Habló Burita.", "bourita", "Burita"),
        ("M. Bourrita a parlé.", "bourita", "Bourrita"),
        ("صرح بوريطة", "bourita", "بوريطة"),
        ("Mr Zuev spoke at the UN.", "zouev", "Zuev"),
        ("Habló Aleksandr Zúyev en la ONU.", "zouev", "Aleksandr Zúyev"),
        ("أكد زوييف ذلك في الأمم المتحدة", "zouev", "زوييف"),
        ("Le BLT de l'ONU, antiterroriste.", "unoct", "BLT"),
        ("L'agence antiterroriste de l'ONU.", "unoct", "agence antiterroriste de l'ONU"),
    ],
)
def test_a_name_is_found_in_this_spelling(
    ruleset: Ruleset, text: str, entity: str, surface: str
) -> None:
    assert (entity, surface) in found(ruleset, text)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Un rapport de l'ONUDC.", "unoct"),
        ("A report by UNODC.", "unoct"),
        ("The UNOCTA group.", "unoct"),
        ("Un BLT au déjeuner.", "unoct"),
        ("un blt de l'ONU contre le terrorisme", "unoct"),
        ("OCT scanners in Casablanca.", "unoct"),
        ("Le Royaume-Uni et le Maroc.", "unoct"),
        ("القاعدة في بلاد المغرب الإسلامي", "morocco"),
        ("أذان المغرب", "morocco"),
        ("Maroc Telecom recrute.", "morocco"),
        ("Le Royaume a gagné.", "morocco"),
        ("Le Pacte de Marrakech sur les migrations.", "marrakech_platform"),
        ("Le dialogue stratégique Maroc-Royaume-Uni.", "hl_dialogue"),
        ("Le Processus de Douchanbé sur l'eau.", "dushanbe_ct"),
        ("Le Processus de Douchanbé avance.", "dushanbe_ct"),
        ("Le Bureau a fermé.", "unoct"),
        ("Le bureau de programme de l'UNOCT à Doha.", "unoct_rabat"),
        ("Le ministre des Affaires étrangères espagnol a parlé.", "mae"),
        ("L'immigrant marocanisé.", "morocco"),
        ("Dozens died, Morocco World News reported.", "morocco"),
        ("Dmitri Voronkov scored twice in Columbus.", "voronkov"),
        ("Un combiné DECT à 39 euros.", "cted"),
    ],
)
def test_what_only_resembles_a_name_is_not_found(ruleset: Ruleset, text: str, entity: str) -> None:
    assert entity not in dict(found(ruleset, text))


def test_the_longest_name_wins(ruleset: Ruleset) -> None:
    text = "La Plateforme de Marrakech et Marrakech."
    assert found(ruleset, text) == [
        ("marrakech_platform", "Plateforme de Marrakech"),
        ("pl_marrakech", "Marrakech"),
    ]


def test_short_forms_count_after_what_they_refer_to(ruleset: Ruleset) -> None:
    text = "Le Royaume attend. Le Maroc salue l'ONUCT. Le Royaume aide le Bureau."
    assert found(ruleset, text, "fr") == [
        ("morocco", "Royaume"),
        ("morocco", "Maroc"),
        ("unoct", "ONUCT"),
        ("morocco", "Royaume"),
        ("unoct", "le Bureau"),
    ]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fr", "secrétaire général adjoint des Nations Unies à la lutte contre le terrorisme"),
        ("fr", "haut responsable de l'ONU en matière d'antiterrorisme"),
        ("en", "UN's acting counterterrorism chief"),
        ("en", "under-secretary-general in charge of counter-terrorism at the United Nations"),
        ("ar", "وكيل الأمين العام للأمم المتحدة المكلف بملف مكافحة الإرهاب"),
        ("ar", "المسؤول الأول عن محاربة الإرهاب في الأمم المتحدة"),
        ("es", "máximo responsable de Naciones Unidas en materia antiterrorista"),
        ("es", "subsecretaria general de la ONU para la lucha contra el terrorismo"),
    ],
)
def test_an_office_is_known_by_its_parts(ruleset: Ruleset, language: str, name: str) -> None:
    assert found(ruleset, f"— {name} —", language) == [("unoct", name)]


@pytest.mark.parametrize(
    "text",
    [
        "le secrétaire général adjoint des Nations unies aux opérations de paix",
        "the UN's role, and the fight against terrorism",
        "Kuwait's counterterrorism efforts at the UN",
        "le chef de l'antiterrorisme marocain",
        "l'ancien chef de l'antiterrorisme onusien",
    ],
)
def test_parts_apart_or_of_others_are_no_office(ruleset: Ruleset, text: str) -> None:
    assert "unoct" not in dict(found(ruleset, f"Terrorisme : {text}.", None))


def test_a_short_form_means_the_last_named(ruleset: Ruleset) -> None:
    text = "L'UNOCT parle du Bureau de l'UNOCT à Rabat. Ce Bureau forme des juges."
    assert found(ruleset, text, "fr")[-1] == ("unoct_rabat", "Ce Bureau")


WORDS = st.sampled_from(
    [
        *("l’ONUCT", "المغرب", "Sale\u0301", "Œuvre", "بوريطة", "😀", "Maroc", ".", "\n", "—"),
        *("مكتب الأُمم المتحدة لمكافحة الإرهاب", "M. Bourita", "Plateforme\u00adde Marrakech"),
    ]
)


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=12), st.sampled_from(["fr", "ar", None]))
def test_offsets_reproduce_the_surface_within_its_sentence(
    ruleset: Ruleset, words: list[str], language: str | None
) -> None:
    body = " ".join(words)
    for mention in ruleset.grade("Bourita à Rabat", body, language).mentions:
        text = body if mention.field == "body" else "Bourita à Rabat"
        assert text[mention.char_start : mention.char_end] == mention.surface
        assert mention.surface in mention.sentence
        assert mention.sentence in text.replace("\n", " ")
