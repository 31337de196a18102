"""Where sentences and paragraphs begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.language.paragraphs import split_paragraphs
from ct_pipeline.language.sentences import split_sentences, split_text


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_text(text)]


@pytest.mark.parametrize(
    "text",
    [
        "M. Bourita a parlé.| Mme Gherman aussi.",
        "Le Pr. Sarr, du C.N.R.S., a écrit à Me. Tazi.| Il attend.",
        "MM. J. Le Drian et A. Amrani ont reçu S.M. le Roi et S.E.M. Ba.| Fin.",
        "Voir l'art. 218 de la loi n° 03-03, p. 12, du 4 sept. 2024.| La suite.",
        "Dr. Reis met Mr. Voronkov.| They talked.",
        "It told me.| Then it left.",
        "At the U.N.| He spoke at 5 p.m.| Then Gen. John R. Allen left.",
        "The U.N. Secretary-General cited Smith et al. 2020, i.e. No. 5.| Done.",
        "El Sr. Burita viajó a EE.UU. con D. Juan.| La Sra. Gherman también.",
        "El artículo núm. 5, pág. 3.| ¿Y ahora?| ¡Nada!| Fin.",
        "قال بوريطة إن اللقاء مهم.| وأضاف أن العمل مستمر؟| نعم!",
        "قال د. محمد في 1446 هـ.| وذكرت و.م.ع. أن اللقاء انتهى.",
        "Il a coûté 1.500,5 euros, soit 3.5 %.| Beaucoup.",
        "Le plan B.| Il marche.",
        "1. Le ministre parle.| 2. Il part.",
        "Pourquoi ?| Parce que… oui... non !| Fin",
        "« Pourquoi ? » demande-t-il.| « Rien ! », dit-elle.",
        "Le texte finit ici.[1]| La suite.\u200f| Et la fin.",
        "Il est arrivé à Rabat.|Le ministre l'a reçu.",
        "استقبل الوزير نظيره بالرباط.|وأضاف البلاغ ذلك.",
        "会议在拉巴特举行。|他说。",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    assert sentences(text.replace("|", "")) == [part.strip() for part in text.split("|")]


@pytest.mark.parametrize(
    "text",
    [
        "Il a dit : « Nous irons. Nous vaincrons. » ",
        "He said: “We go. We win.” ",
        'He said: "We go. We win." ',
        "« Nous irons. Nous vaincrons », a-t-il dit. ",
        "قال: «سنذهب. سننتصر». ",
        "Le texte (voir plus haut. Ou plus bas.) le dit. ",
    ],
)
def test_a_quotation_stays_in_its_sentence(text: str) -> None:
    assert sentences(text + "Puis il est parti.") == [text.strip(), "Puis il est parti."]


def test_a_quotation_that_does_not_end_or_goes_on_for_long_has_sentences() -> None:
    assert len(sentences("« Un peu. Beaucoup. Trop.")) == 3
    assert len(sentences(f"« {'Une phrase de plus. ' * 40}»")) == 40


def test_a_line_ends_a_sentence() -> None:
    assert sentences("Un titre\nUne phrase entière. Une autre.") == [
        "Un titre",
        "Une phrase entière.",
        "Une autre.",
    ]


WRAPPED = (
    "Le ministre des Affaires étrangères, de la coopération\n"
    "africaine et des Marocains résidant à l'étranger, M. Nasser\n"
    "Bourita, a reçu mardi le Secrétaire général adjoint.\n"
    "Ils ont signé un accord."
)
WRAPPED_ARABIC = (
    "استقبل وزير الشؤون الخارجية والتعاون الإفريقي والمغاربة المقيمين\n"
    "بالخارج ناصر بوريطة يوم الثلاثاء بالرباط وكيل الأمين العام للأمم\n"
    "المتحدة لمكافحة الإرهاب فلاديمير فورونكوف. ووقع الجانبان اتفاقا"
)


def test_lines_that_a_program_broke_are_one_paragraph() -> None:
    assert [text.split()[-1] for text in sentences(WRAPPED)] == ["adjoint.", "accord."]
    assert [text.split()[-1] for text in sentences(WRAPPED_ARABIC)] == ["فورونكوف.", "اتفاقا"]
    assert len(list(split_paragraphs(f"{WRAPPED}\n\n{WRAPPED_ARABIC}"))) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Le Maroc et l'UNOCT signent\nDaech menace\nLe Raja gagne",
        "Le Maroc et l'ONU signent un accord contre le terrorisme\nLe Raja gagne la finale\nPluie",
        "Nouakchott accueille une réunion des chefs de la police.\nla suite demain",
    ],
)
def test_lines_that_someone_broke_stay_apart(text: str) -> None:
    lines = text.split("\n")
    assert [text[start:end] for start, end in split_paragraphs(text)] == lines


@given(st.text('aZ.…!?؟« »"()\n1م ,’M', max_size=80))
def test_spans_are_in_order_and_leave_nothing_but_space(text: str) -> None:
    last = 0
    for start, end in split_text(text):
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


def test_a_part_of_a_text_is_read_alone() -> None:
    text = "Un. Deux. Trois."
    assert list(split_sentences(text, 4, 9)) == [(4, 9)]
