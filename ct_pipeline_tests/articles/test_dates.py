"""Dates in words, in four languages, and which of several to believe."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.articles.claims import Claim, Witness, decide
from ct_pipeline.articles.dates import date_line, find_dates
from ct_pipeline.articles.moments import date_in_path, read_moment
from ct_pipeline.language.calendar import written_months
from ct_pipeline.language.intervals import Precision, of_moment, of_parts


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mercredi 8 Octobre 2025", "2025-10-08"),
        ("le 1er août 2024", "2024-08-01"),
        ("12 déc. 2023", "2023-12-12"),
        ("ce 24 juin 2021 à Rabat", "2021-06-24"),
        ("June 24, 2021", "2021-06-24"),
        ("3rd of March 2022", "2022-03-03"),
        ("Sept. 26, 2024", "2024-09-26"),
        ("26 de septiembre de 2024", "2024-09-26"),
        ("5 enero 2025", "2025-01-05"),
        ("27 شتنبر 2024", "2024-09-27"),
        ("الجمعة ٢٧ شتنبر ٢٠٢٤", "2024-09-27"),
        ("15 دجنبر 2023", "2023-12-15"),
        ("5 غشت 2024", "2024-08-05"),
        ("9 نونبر 2022", "2022-11-09"),
        ("30 يوليوز 2021", "2021-07-30"),
        ("3 ماي 2020", "2020-05-03"),
        ("4 تشرين الثاني 2024", "2024-11-04"),
        ("8 سبتمبر / أيلول 2024", "2024-09-08"),
        ("12 أوت 2019", "2019-08-12"),
        ("08/10/2025", "2025-10-08"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("2025-10-08", "2025-10-08"),
        ("2024/9/6", "2024-09-06"),
    ],
)
def test_a_date_is_found_as_people_write_it(text: str, day: str) -> None:
    assert [found.interval.start.date().isoformat() for found in find_dates(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "31 février 2024",
        "les 04 et 05 novembre",
        "en 2022",
        "version 1.2.2024.1",
        "0661/12/20245",
        "plus de 1.000 fonctionnaires",
        "tel. 05-22-2024-11",
    ],
)
def test_what_is_no_full_date_is_none(text: str) -> None:
    assert list(find_dates(text)) == []


_MONTHS = st.sampled_from(sorted(written_months().items()))


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)), _MONTHS)
def test_every_month_name_is_read_back(day: date, name: tuple[str, int]) -> None:
    day = day.replace(day=min(day.day, 28), month=name[1])
    found = list(find_dates(f"{day.day} {name[0]} {day.year}"))
    assert [each.interval.start.date() for each in found] == [day]


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    for found in find_dates(text):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "line",
    [
        "Publié le mercredi 8 octobre 2025 à 10:32",
        "Mis à jour le 08/10/2025 à 10h32",
        "Posted on: October 8, 2025 at 4:05 pm",
        "نشر في 5 غشت 2024",
        "الجمعة ٢٧ شتنبر ٢٠٢٤ - 11:30",
    ],
)
def test_a_line_that_is_only_a_date(line: str) -> None:
    assert date_line(line) is not None


def test_a_sentence_with_a_date_is_no_date_line() -> None:
    assert date_line("Le bureau a ouvert le 6 octobre 2020") is None


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("2024-09-27T09:42:11+00:00", "2024-09-27T09:42:11", "second"),
        ("2025-03-04T16:05:00.000+03:00", "2025-03-04T13:05:00", "second"),
        ("2025-01-15T12:20+01:00", "2025-01-15T11:20:00", "minute"),
        ("20250115T122000Z", "2025-01-15T12:20:00", "second"),
        ("1727430131", "2024-09-27T09:42:11", "second"),
        ("Fri, 27 Sep 2024 09:42:11 +0100", "2024-09-27T08:42:11", "second"),
        ("2024-09-27", "2024-09-27T00:00:00", "day"),
        ("2024-09-27T09:42:11", "2024-09-27T00:00:00", "day"),
        ("2024-09-27T00:00:00+01:00", "2024-09-27T00:00:00", "day"),
        ("27 septembre 2024", "2024-09-27T00:00:00", "day"),
        ("Fri, 27 Sep 2024 09:42:11", "2024-09-27T00:00:00", "day"),
        ("ven., 27 sept. 2024 09:42:11 +0100", "2024-09-27T08:42:11", "second"),
        ("Fri, 27 Sep 2024 09:42:11 CEST", "2024-09-27T07:42:11", "second"),
        ("Fri, 27 Sep 2024 09:42:11 XYZ", "2024-09-27T00:00:00", "day"),
        ("vie, 27 sep 2024 09:42 GMT", "2024-09-27T09:42:00", "minute"),
        ("sáb, 28 dic 2024 09:42:11 +0100", "2024-12-28T08:42:11", "second"),
        ("lun., 26 août 2024 99:99:99 +0100", "2024-08-26T00:00:00", "day"),
        ("2024-09-27T09:42:11 Europe/Paris", "2024-09-27T07:42:11", "second"),
        ("2024-09-27 09:42[Africa/Nairobi]", "2024-09-27T06:42:00", "minute"),
        ("2024-09-27T09:42:11 Nowhere/Town", "2024-09-27T00:00:00", "day"),
        ("2024-09", "2024-09-01T00:00:00", "month"),
        ("2024", "2024-01-01T00:00:00", "year"),
    ],
)
def test_a_machine_date_is_as_fine_as_its_zone_allows(
    text: str, start: str, precision: str
) -> None:
    interval = read_moment(text)
    assert interval is not None
    assert interval.start.replace(tzinfo=None).isoformat() == start
    assert interval.precision == precision


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2024-13-01", "0000-00-00T00:00:00Z", "99", "2024-13", "0000", "1234"],
)
def test_what_is_no_machine_date_is_none(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "1970-01-01T01:00:00+01:00",
        "1969-12-31T19:00:00-05:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "-0001-11-30T00:00:00+00:00",
        "Mon, 30 Nov -0001 00:00:00 +0000",
        "Wed, 30 Nov 0002 10:00:00 GMT",
        "0001-01-01T00:00:00Z",
    ],
)
def test_what_a_program_writes_for_a_moment_that_it_does_not_have_is_no_date(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    "text", ["Wed, 27 Aug 2008 13:08:45 -0500", "Wed Aug 27 13:08:45 -0500 2008"]
)
def test_a_zone_west_of_greenwich_is_no_year(text: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert moment.start.year == 2008


@given(st.text(max_size=60))
def test_any_machine_date_can_be_read(text: str) -> None:
    interval = read_moment(text)
    assert interval is None or interval.start <= interval.end


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.test/2024/09/26/titre", date(2024, 9, 26)),
        ("https://a.test/2024-09-26-titre", date(2024, 9, 26)),
        ("https://a.test/stories/202409270099.html", date(2024, 9, 27)),
        ("https://a.test/article/20240926.html", date(2024, 9, 26)),
        ("https://a.test/2024/09/titre", None),
        ("https://a.test/node/20249926", None),
    ],
)
def test_the_date_of_an_address(url: str, day: date | None) -> None:
    interval = date_in_path(url)
    assert (interval and interval.start.date()) == day


def day(text: str, witness: Witness) -> Claim:
    return Claim(witness, text, of_parts(*map(int, text.split("-"))))


SEEN = datetime(2024, 9, 28, 12, tzinfo=UTC)


def test_the_most_trusted_witness_decides_and_the_others_are_kept() -> None:
    published = decide(
        [day("2024-09-25", Witness.FEED), day("2024-09-27", Witness.STRUCTURED)], seen_at=SEEN
    )
    assert published.interval == of_parts(2024, 9, 27)
    assert published.evidence == "2024-09-27; disagrees: 2024-09-25"


def test_a_finer_witness_within_the_day_lends_its_precision() -> None:
    moment = Claim(Witness.FEED, "feed", of_moment(datetime(2024, 9, 27, 9, 5, tzinfo=UTC)))
    published = decide([day("2024-09-27", Witness.STRUCTURED), moment], seen_at=SEEN)
    assert published.precision == Precision.SECOND
    assert published.evidence == "feed; agrees: 2024-09-27"


def test_the_future_is_not_believed() -> None:
    published = decide(
        [day("2024-12-01", Witness.STRUCTURED), day("2024-09-27", Witness.URL)], seen_at=SEEN
    )
    assert published.interval == of_parts(2024, 9, 27)
    assert published.evidence == "2024-09-27; not believed: 2024-12-01"


def test_the_moment_of_fetching_is_not_believed_against_another_witness() -> None:
    built = Claim(Witness.STRUCTURED, "built", of_moment(SEEN - timedelta(seconds=20)))
    published = decide([built, day("2024-03-01", Witness.URL)], seen_at=SEEN)
    assert published.interval == of_parts(2024, 3, 1)
    assert published.evidence == "2024-03-01; not believed: built"
    assert decide([built], seen_at=SEEN).interval == built.interval


def test_the_year_of_a_site_does_not_beat_the_feed_s_day() -> None:
    year = Claim(Witness.STRUCTURED, "dc.date '2020'", of_parts(2020))
    said = day("2024-09-27", Witness.FEED)
    published = decide([year, said], seen_at=SEEN)
    assert published.interval == said.interval
    assert "disagrees: dc.date '2020'" in str(published.evidence)
    assert decide([year], seen_at=SEEN).interval == year.interval


def test_an_embedded_post_confirms_but_cannot_decide() -> None:
    assert decide([day("2024-09-27", Witness.POST)]).interval is None
