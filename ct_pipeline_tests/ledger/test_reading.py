"""What one text puts into the ledger."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.sentence import MOST_READ, MOST_TOKENS, read_sentences
from ct_pipeline.ledger.values import LedgerRows
from ct_pipeline_tests.ledger.texts import ledger_text

COMMUNIQUE = (
    "Le Maroc accueillera le 4 mai à Fès une conférence sur la protection des frontières.\n"
    "« Les frontières se gardent à plusieurs », a déclaré Leïla Bennis, directrice du centre.\n"
    "Elle a indiqué que 1.200 agents de trente et un pays avaient été formés depuis 2021."
)


def test_a_text_tells_who_said_what() -> None:
    first, second = read_text(ledger_text(COMMUNIQUE, "fr")).quotes
    assert (first.speaker, first.mode) == ("Leïla Bennis", "direct")
    assert first.quote == "Les frontières se gardent à plusieurs"
    assert (second.speaker, second.mode) == ("Leïla Bennis", "indirect")


def test_a_text_tells_what_comes_where_and_when() -> None:
    (event,) = read_text(ledger_text(COMMUNIQUE, "fr")).events
    assert (event.kind, event.where, event.country, event.status) == (
        "conference",
        "Fès",
        "MA",
        "announced",
    )
    assert event.starts
    assert event.starts.first == date(2026, 5, 4)


def test_in_an_undated_text_a_day_without_its_year_keeps_its_words_alone() -> None:
    (event,) = read_text(ledger_text(COMMUNIQUE, "fr", day=None)).events
    assert event.starts
    assert (event.starts.first, event.starts.text) == (None, "4 mai")


def test_a_text_tells_how_many() -> None:
    figures = read_text(ledger_text(COMMUNIQUE, "fr")).figures
    assert [(one.value, one.unit) for one in figures] == [(1200, "agents"), (31, "pays")]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Le nombre de bénéficiaires est passé de 350 à 480 en un an."),
        ("en", "The number of trainees rose from 350 to 480 in a year."),
    ],
)
def test_a_change_of_value_is_no_range(language: str, body: str) -> None:
    figures = read_text(ledger_text(body, language)).figures
    assert [(one.value, one.value_to) for one in figures] == [(350, None), (480, None)]


def test_an_amount_from_one_value_to_another_is_a_range() -> None:
    (figure,) = read_text(
        ledger_text("Un montant de 60 à 70 millions d'euros suffira.", "fr")
    ).figures
    assert (figure.value, figure.value_to, figure.unit) == (60_000_000, 70_000_000, "EUR")


@pytest.mark.parametrize(
    ("language", "body", "measure"),
    [
        ("ar", "تم توقيف 18 عنصرا في إطار عملية بمراكش.", "arrests"),
        ("ar", "أسفرت العملية عن اعتقال خمسة أشخاص.", "arrests"),
        ("ar", "عقدت الورشة بمشاركة 18 عنصرا من الشرطة.", "participants"),
        ("fr", "18 éléments interpellés lors d'une opération tenue à Fès.", "arrests"),
        ("fr", "La réunion a suivi l'arrestation de plus de 18 personnes.", "arrests"),
        ("fr", "Après des arrestations, la formation a réuni 25 personnes.", "participants"),
        ("en", "18 elements arrested in an operation held in Fez.", "arrests"),
        ("en", "The meeting held in Fez followed the arrest of 18 suspects.", "arrests"),
        ("es", "18 elementos detenidos en una operación celebrada en Ceuta.", "arrests"),
        ("es", "La operación se saldó con la detención de 18 personas.", "arrests"),
    ],
)
def test_who_is_arrested_took_no_part(language: str, body: str, measure: str) -> None:
    (figure,) = read_text(ledger_text(body, language)).figures
    assert figure.measure == measure


@pytest.mark.parametrize(
    ("language", "body", "name"),
    [
        (
            "fr",
            "Le Maroc accueillera la conférence à Marrakech d'ici juin.",
            "la conférence à Marrakech",
        ),
        ("fr", "L'ONUCT tiendra une réunion à Tanger à partir du 3 mai.", "une réunion à Tanger"),
        ("en", "Morocco will host the forum in Rabat sometime in May 2026.", "the forum in Rabat"),
        ("es", "Marruecos acogerá un foro en Rabat de aquí a junio de 2026.", "un foro en Rabat"),
        (
            "fr",
            "Il s'exprimait à l'occasion du 5ème anniversaire du Bureau.",
            "5ème anniversaire du Bureau",
        ),
    ],
)
def test_the_name_of_an_occasion_is_without_what_leads_to_it_or_to_its_date(
    language: str, body: str, name: str
) -> None:
    (event,) = read_text(ledger_text(body, language)).events
    assert event.name == name


def test_a_given_name_that_is_a_noun_too_is_part_of_the_name() -> None:
    (person,) = read_text(
        ledger_text("Le ministre José Manuel Albares a quitté Rabat.", "fr")
    ).people
    assert person.name == "José Manuel Albares"


@pytest.mark.parametrize("body", ["Le Maroc accueillera en juin une conférence à Fès."])
def test_who_receives_an_occasion_is_its_host(body: str) -> None:
    rows = read_text(ledger_text(body, "fr"))
    assert [event.kind for event in rows.events] == ["conference"]
    assert [(part.part, part.country) for part in rows.parts] == [("host", "MA")]


@pytest.mark.parametrize("language", ["fr", "en", "es", "ar"])
@given(body=st.text(max_size=300))
@example(body="\u0610")
@example(body=":LA AA<a")
def test_any_text_is_read_and_every_row_leads_back_to_its_words(language: str, body: str) -> None:
    text = ledger_text(body, language)
    assert_rows_lie_in(read_text(text), text.body)


@given(cuts=st.lists(st.integers(0, len(COMMUNIQUE)), min_size=2, max_size=2).map(sorted))
def test_a_text_cut_anywhere_is_read(cuts: list[int]) -> None:
    text = ledger_text(COMMUNIQUE[cuts[0] : cuts[1]], "fr")
    assert_rows_lie_in(read_text(text), text.body)


def assert_rows_lie_in(rows: LedgerRows, body: str) -> None:
    tables = rows.quotes, rows.figures, rows.events, rows.parts, rows.commitments
    for place in (row.place for table in tables for row in table):
        assert 0 <= place.char_start < place.char_end <= len(body)
        assert place.sentence in body


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("fr", "a "),
        ("fr", "le ministre a annoncé 12 arrestations le 12 novembre 2025 à Rabat et "),
        ("en", "“We will act, said John Smith and "),
        ("ar", "قال الوزير إن 15 شخصا اعتقلوا يوم 12 نونبر 2025، "),
    ],
)
def test_a_sentence_without_end_is_read_in_pieces(language: str, unit: str) -> None:
    body = unit * (2_400 // len(unit))
    sentences = read_sentences(ledger_text(body, language))
    assert max(len(one.tokens) for one in sentences) == MOST_TOKENS
    assert "".join("".join(one.words.split()) for one in sentences) == "".join(body.split())
    read_text(ledger_text(body, language))


def test_of_a_book_the_beginning_is_read() -> None:
    body = "Le ministre a dit que 12 agents étaient venus.\n" * (MOST_READ // 40)
    assert read_sentences(ledger_text(body, "fr"))[-1].end <= MOST_READ


@pytest.mark.parametrize("digits", ["1" * 400, "9" * 5000, "1" + " 000" * 300])
def test_digits_without_end_are_no_number(digits: str) -> None:
    assert read_text(ledger_text(f"Il a compté {digits} agents.", "fr")).figures == ()


def test_a_pronoun_for_someone_named_before_has_its_place_in_its_own_sentence() -> None:
    rows = read_text(
        ledger_text(
            "Le stage de Tanger s'est conclu lundi par un discours du préfet Abdelkrim Benjelloun,"
            " longuement applaudi. Il avait décliné l'invitation.",
            "fr",
        )
    )
    (absent,) = [one for one in rows.parts if one.part == "absent"]
    assert (absent.name, absent.place.sentence) == (
        "Abdelkrim Benjelloun",
        "Il avait décliné l'invitation.",
    )


def test_a_topic_in_front_is_whom_the_pronoun_means() -> None:
    rows = read_text(
        ledger_text(
            "Le stage de Tanger s'est conclu lundi en présence du préfet Abdelkrim Benjelloun."
            " Quant au Ghana, il avait décliné l'invitation.",
            "fr",
        )
    )
    (absent,) = [one for one in rows.parts if one.part == "absent"]
    assert absent.country == "GH"


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("ar", "وقالت الشرطة الهولندية الجمعة إنها أوقفت رجلين.", "الشرطة الهولندية"),
        ("ar", "قال إبراهيم كاظم المتحدث باسم الرئاسة إن الاتفاق جاهز.", "إبراهيم كاظم"),
        ("ar", "أكدت البرتغال، في بيان صادر عن وزارة الخارجية، تضامنها مع بنين.", "البرتغال"),
        (
            "fr",
            "La procureure du Togo, Akossiwa Lawson, a affirmé mardi, à l'issue d'un entretien à"
            " Lomé avec la consule du Ghana, Ama Boateng, que l'enquête avançait.",
            "Akossiwa Lawson",
        ),
        (
            "es",
            "El fiscal de Lima, Raúl Vega, recibió a la cónsul Farida Loudaya en Lima. Loudaya"
            " celebró, por su lado, «una visita que abre camino».",
            "Farida Loudaya",
        ),
        (
            "en",
            "Two guards were hurt, army spokesman Col. Paul Adjei told The Herald.",
            "Paul Adjei",
        ),
    ],
)
def test_who_speaks_is_the_subject_however_it_is_put(
    language: str, body: str, speaker: str
) -> None:
    assert read_text(ledger_text(body, language)).quotes[-1].speaker == speaker


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ar", "أوقفت الشرطة ثلاثة رجال خططوا لتنفيذ تفجيرات في المدينة."),
        ("ar", "اللقاء سيكون بداية عهد جديد."),
        ("en", "The court heard that three men had planned and plan to attack a station."),
        ("es", "Anunció la apertura de un centro en Ceuta, que costará 12 millones de euros."),
    ],
)
def test_what_nobody_promises_is_no_promise(language: str, body: str) -> None:
    assert not read_text(ledger_text(body, language)).commitments


def test_a_meeting_told_in_passing_has_both_who_met() -> None:
    rows = read_text(
        ledger_text(
            "Le ministre des Finances, Ali Sow, a annoncé lundi, après s'être entretenu à Dakar"
            " avec son homologue ghanéen, Kofi Mensah, l'ouverture d'un bureau.",
            "fr",
        )
    )
    (event,) = [one for one in rows.events if one.kind == "meeting"]
    assert (event.where, event.starts and event.starts.first) == ("Dakar", date(2026, 3, 9))
    assert {one.name for one in rows.parts if one.part == "attended"} == {"Ali Sow", "Kofi Mensah"}


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("Ana Duarte, 58, told reporters that the school was empty.", "Ana Duarte"),
        ("The state has the most cases, highlighting a serious concern.", None),
        ("A shepherd heard faint cries coming from the well.", None),
    ],
)
def test_a_name_with_an_age_speaks_and_what_is_only_shown_is_not_said(
    body: str, speaker: str | None
) -> None:
    assert [one.speaker for one in read_text(ledger_text(body, "en")).quotes] == (
        [speaker] if speaker else []
    )
