"""What stories cost: anchors per second, and 1,000 new dispatches against a year of many.

    python benchmarks/bench_stories.py [--archive 10000 100000]

The archive is made up: each event has its own towns, country, number and day, and is told by one to
four texts in four languages within two days, at the length of a usual dispatch.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import islice
from random import Random

import duckdb
import yaml

from ct_pipeline.stories.anchors import Telling
from ct_pipeline.stories.reading import read_all_anchors
from ct_pipeline.stories.vocabulary import load_vocabulary
from ct_pipeline.warehouse.migrate import migrate
from ct_pipeline.warehouse.stories.edges import refresh_story_edges
from ct_pipeline.warehouse.stories.regrouping import regroup_stories
from ct_pipeline_tests.stories.gold import GoldText, mentions
from ct_pipeline_tests.stories.stored import store, store_lexicon

YEAR_DAYS = 365
NEW = 1_000
START = datetime(2025, 1, 1, tzinfo=UTC)
WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split(),
}
OPENINGS = {
    "fr": "{person} a ouvert {day} à {city} un atelier sur {topic} avec {number} officiers venus"
    " de {country}.",
    "en": "{person} opened on {day} in {city} a workshop on {topic} with {number} officers from"
    " {country}.",
    "es": "{person} abrió el {day} en {city} un taller sobre {topic} con {number} oficiales de"
    " {country}.",
    "ar": "افتتح {person}، {day} ب{city}، ورشة حول {topic} بمشاركة {number} ضابطا من {country}.",
}
PERSONS = (
    {"fr": "Nasser Bourita", "en": "Nasser Bourita", "es": "Naser Burita", "ar": "ناصر بوريطة"},
    {"fr": "Omar Hilale", "en": "Omar Hilale", "es": "Omar Hilale", "ar": "عمر هلال"},
    {"fr": "Un ministre", "en": "A minister", "es": "Un ministro", "ar": "وزير"},
    {"fr": "Un expert", "en": "An expert", "es": "Un experto", "ar": "خبير"},
)
TOPICS = (
    {"fr": "les frontières", "en": "borders", "es": "las fronteras", "ar": "حدود"},
    {"fr": "les prisons", "en": "prisons", "es": "las prisiones", "ar": "سجون"},
    {"fr": "les drones", "en": "drones", "es": "los drones", "ar": "درون"},
    {"fr": "la cybersécurité", "en": "cybersecurity", "es": "la ciberseguridad", "ar": "سيبراني"},
    {"fr": "le tourisme", "en": "tourism", "es": "el turismo", "ar": "سياحة"},
    {"fr": "la piraterie", "en": "piracy", "es": "la piratería", "ar": "قرصنة"},
)
BACKGROUND = {
    "fr": " Le Royaume a réaffirmé son engagement en faveur de la stabilité du continent.",
    "en": " The Kingdom reaffirmed its commitment to the stability of the continent.",
    "es": " El Reino reafirmó su compromiso con la estabilidad del continente.",
    "ar": " وجددت المملكة التأكيد على التزامها باستقرار القارة.",
}
BACKGROUND_SENTENCES = 30


def make_texts(first: datetime, days: float, count: int, random: Random) -> Iterator[GoldText]:
    """Texts spread over some days from a first moment, event after event."""
    names, rows = (
        yaml.safe_load((files("ct_pipeline.language.places") / name).read_text("utf-8"))
        for name in ("names.yaml", "countries.yaml")
    )
    cities = [
        forms
        for code in names.keys() - {"words"}
        for forms in names[code].values()
        if len(forms) > 1
    ]
    cities.sort()
    countries = [row["names"] for row in rows.values() if len(row["names"]) > 1]
    number = 0
    while number < count:
        where = random.choice(cities), random.choice(countries), random.randint(10, 99)
        who, what = random.choice(PERSONS), random.choice(TOPICS)
        happened = first + timedelta(days=days * number / count)
        for language in random.sample(sorted(OPENINGS), random.randint(1, 4)):
            told_at = happened + timedelta(hours=random.uniform(0, 30))
            yield make_text(
                f"{first:%j}-{number}",
                language,
                (happened, told_at),
                who[language],
                what[language],
                *where,
            )
            number += 1


def make_text(
    text_id: str,
    language: str,
    times: tuple[datetime, datetime],
    person: str,
    topic: str,
    city: list[str],
    country: list[str],
    number: int,
) -> GoldText:
    """One telling of an event."""
    happened, told_at = times
    place = -1 if language == "ar" else 0
    opening = OPENINGS[language].format(
        person=person,
        topic=topic,
        day=WEEKDAYS[language][happened.weekday()],
        city=city[place].rstrip("*").title(),
        country=country[place].rstrip("*").title(),
        number=number,
    )
    body = opening + "\n" + BACKGROUND[language] * BACKGROUND_SENTENCES
    found = mentions(None, opening, language)
    return GoldText(
        text_id, text_id, "event", Telling(None, body, language, told_at, told_at, found)
    )


def measure_anchors(texts: list[GoldText]) -> float:
    """Milliseconds of CPU per text of finding anchors."""
    vocabulary = load_vocabulary()
    started = time.process_time()
    read_all_anchors([text.telling for text in texts], vocabulary)
    return 1_000 * (time.process_time() - started) / len(texts)


def measure_growth(archive: int) -> None:
    """Prints the time of a year's archive, then of 1,000 dispatches of its last days."""
    random = Random(7)
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection)
        store_lexicon(connection)
        texts = make_texts(START, YEAR_DAYS, archive, random)
        while batch := list(islice(texts, 10_000)):
            store(connection, batch)
        print(f"archive of {archive}")
        measure_pass(connection, "the whole archive")
        last = START + timedelta(days=YEAR_DAYS - 3, seconds=1)
        store(connection, make_texts(last, 3, NEW, random))
        measure_pass(connection, f"{NEW} new")
        measure_pass(connection, "nothing new")


def measure_pass(connection: duckdb.DuckDBPyConnection, what: str) -> None:
    """Prints the seconds of one pass over both assets' work."""
    started, cpu = time.perf_counter(), time.process_time()
    edges = refresh_story_edges(connection)
    groups = regroup_stories(connection, (), START + timedelta(days=YEAR_DAYS))
    print(
        f"  {what}: {time.perf_counter() - started:.1f} s ({time.process_time() - cpu:.1f} s CPU); "
        f"{edges.pair_count} pairs compared, {edges.edge_count} joined, "
        f"{groups.dispatch_count} dispatches regrouped into {groups.story_count} stories"
    )


def main() -> None:
    """Prints the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=int, nargs="+", default=[10_000])
    options = parser.parse_args()
    texts = list(make_texts(START, 30, NEW, Random(7)))
    measure_anchors(texts[:50])
    print(f"anchors: {measure_anchors(texts):.2f} ms of CPU per text")
    for archive in options.archive:
        measure_growth(archive)


if __name__ == "__main__":
    main()
