"""The five seeds say exactly what is written here, and an odd file says what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.articles.outcomes import Outcome, Rejection
from ct_pipeline.articles.seeds import extract_seed, parse_seed

SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True)
class Truth:
    file: str
    title: str | None
    publisher: str | None
    agencies: tuple[str, ...]
    place: str | None
    published: tuple[str, str] | None
    precision: str
    first_words: str
    last_words: str
    paragraphs: int
    words: int
    body_sha256: str
    removed: tuple[str, ...]


TRUTHS = (
    Truth(
        file="000_a880e29e1dc5f90f.txt",
        title=None,
        publisher="La Nouvelle Tribune",
        agencies=("MAP",),
        place=None,
        published=("2024-09-01T00:00:00+00:00", "2024-09-30T23:59:59+00:00"),
        precision="month",
        first_words="Le Maroc et l’ONUCT ont conclu leur premier",
        last_words="contre le terrorisme et l’extrémisme violent en Afrique.",
        paragraphs=7,
        words=363,
        body_sha256="75536b675ae3eed25e6f6baad2264ba2423a031b98af7ce835117683cd7f8793",
        removed=("date 2024-09", "LNT avec MAP", "Partagez cet article :"),
    ),
    Truth(
        file="001_b4507fa662c6e7de.txt",
        title=None,
        publisher=None,
        agencies=(),
        place="New York",
        published=("2024-09-01T00:00:00+00:00", "2024-09-30T23:59:59+00:00"),
        precision="month",
        first_words="Le Maroc et le Bureau des Nations Unies",
        last_words="internationaux afin de répondre aux nouvelles menaces sécuritaires.",
        paragraphs=5,
        words=295,
        body_sha256="405ff49e886dbb2c4176825d2c10ddb0a5aeae8222e5f0c71ba562e2d789e13b",
        removed=("date 2024-09", "Nations Unies (New York) —"),
    ),
    Truth(
        file="002_6b8dceec4f797f18.txt",
        title='Lutte antiterroriste : L\'ONU se félicite du partenariat "continu" avec le Maroc'
        " en faveur de la sécurité en Afrique",
        publisher=None,
        agencies=(),
        place=None,
        published=("2025-10-08T00:00:00+00:00", "2025-10-08T23:59:59+00:00"),
        precision="day",
        first_words="Le Bureau des Nations unies pour la lutte",
        last_words="l’UNOCT, le premier du genre sur le continent.",
        paragraphs=8,
        words=382,
        body_sha256="b9ce2741f673b39bfb5e1f964c2a6702509f0a491351f88acf92543d8f229889",
        removed=(
            "date 2025-10-08",
            'Lutte antiterroriste : L\'ONU se félicite du partenariat "continu" avec le Maroc'
            " en faveur de la sécurité en Afrique",
            "Mercredi 8 Octobre 2025",
        ),
    ),
    Truth(
        file="003_2d606f91a7c3d6b7.txt",
        title="Inauguration du siège du Bureau Programme pour la lutte contre le terrorisme",
        publisher=None,
        agencies=(),
        place=None,
        published=("2021-06-24T00:00:00+00:00", "2021-06-24T23:59:59+00:00"),
        precision="day",
        first_words="Le ministre des Affaires Etrangères, de la Coopération",
        last_words="de lutte contre le terrorisme des Nations Unies.",
        paragraphs=7,
        words=347,
        body_sha256="2f17ba0a9fa5024a421ec5ade0758255208fc5a9055aef635923191f90949308",
        removed=(
            "M. Nasser Bourita a procédé, aujourd’hui à Rabat, à l’inauguration du siège du Bureau"
            " Programme pour la lutte contre le terrorisme et la formation en Afrique de @UN_OCT"
            " avec la participation, par visioconférence, du Secrétaire général adjoint de"
            " l’UNOCT, M. Vladimir Voronkov. pic.twitter.com/Om1WCwDN7X",
            "— Maroc Diplomatie 🇲🇦 (@MarocDiplomatie) June 24, 2021",
        ),
    ),
    Truth(
        file="004_39c27881cc872be1.txt",
        title=None,
        publisher=None,
        agencies=("MAP",),
        place=None,
        published=None,
        precision="unknown",
        first_words="La 4ème Conférence de Haut niveau sur le",
        last_words="la coopération régionale et internationale dans ce sens.",
        paragraphs=12,
        words=779,
        body_sha256="b6488d766d51988d2182fc3f2d536c9bd87e4eb0af5acb2b46f563e2e173665f",
        removed=("map",),
    ),
)


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.file)
def test_a_seed_says_exactly_what_its_file_states(truth: Truth) -> None:
    article = parse_seed((SEEDS / truth.file).read_bytes())

    assert article.title == truth.title
    assert article.publisher == truth.publisher
    assert article.agency_credits == truth.agencies
    assert article.dateline_place == truth.place
    assert article.author is None
    assert article.language == "fr"
    assert article.published.precision == truth.precision
    interval = article.published.interval
    assert (interval and (interval.start.isoformat(), interval.end.isoformat())) == truth.published
    assert article.body.startswith(truth.first_words)
    assert article.body.endswith(truth.last_words)
    assert len(article.body.split("\n")) == truth.paragraphs
    assert article.word_count == truth.words
    assert sha256(article.body.encode()).hexdigest() == truth.body_sha256
    assert {piece.text.strip() for piece in article.removed} == set(truth.removed)


@pytest.mark.parametrize(
    ("file", "evidence"),
    [
        ("000_a880e29e1dc5f90f.txt", "header 'date 2024-09'"),
        (
            "002_6b8dceec4f797f18.txt",
            "header 'date 2025-10-08'; agrees: date line 'Mercredi 8 Octobre 2025'",
        ),
        (
            "003_2d606f91a7c3d6b7.txt",
            "lead 'ce 24 juin 2021'; agrees: embedded post 'June 24, 2021'",
        ),
        ("004_39c27881cc872be1.txt", None),
    ],
)
def test_a_seed_says_how_its_date_is_known(file: str, evidence: str | None) -> None:
    assert parse_seed((SEEDS / file).read_bytes()).published.evidence == evidence


@pytest.mark.parametrize(
    ("data", "outcome", "reason"),
    [
        (b"", Outcome.QUARANTINED, "empty"),
        (b" \n\n ", Outcome.QUARANTINED, "empty"),
        ("Réunion à Rabat".encode("latin-1"), Outcome.QUARANTINED, "byte 1 is not UTF-8 (0xe9)"),
        ("Réunion à Rabat".encode("utf-16"), Outcome.QUARANTINED, "UTF-16"),
        (b"PK\x03\x04\x00\x00", Outcome.QUARANTINED, "NUL"),
        (b" date 2024-09 \n\nmap\n", Outcome.NOT_AN_ARTICLE, "no article text"),
    ],
)
def test_a_seed_that_is_no_text_is_refused_with_its_reason(
    data: bytes, outcome: Outcome, reason: str
) -> None:
    result = extract_seed("seed:x", data).result
    assert isinstance(result, Rejection)
    assert result.outcome == outcome
    assert reason in result.reason


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plain = (SEEDS / TRUTHS[0].file).read_bytes()
    odd = b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n")
    assert parse_seed(odd) == parse_seed(plain)


def test_an_impossible_header_gives_no_date() -> None:
    article = parse_seed(b" date 2024-13 Le ministre a ouvert la conference de Rabat.")
    assert article.published.interval is None
    assert article.published.evidence == "not believed: header 'date 2024-13'"


@given(st.text(max_size=400))
def test_any_text_gives_an_article_or_a_reason(text: str) -> None:
    result = extract_seed("seed:x", text.encode("utf-8", "replace")).result
    if isinstance(result, Rejection):
        assert result.reason
    else:
        assert result.body.strip()
        assert all(line == line.strip() and line for line in result.body.split("\n"))
