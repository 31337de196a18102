"""Two machines with a shard of the feeds each; a third one tells copies across them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.publishing.lake.extensions import load_extension, open_buckets, quoted
from ct_pipeline.settings import Settings
from ct_pipeline.web.archive_files import archive_of
from ct_pipeline_tests.cluster.servers import PASSWORD, Postgres, new_bucket
from ct_pipeline_tests.end_to_end.passes import Workplace
from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Site, sites

NOW = datetime.now(UTC).replace(microsecond=0)
TITLE = "Tanger : ouverture de la cinquième réunion de la Plateforme de Marrakech"
SHARDS = ("north", "south")
PASS_SECONDS = 900
pytestmark = pytest.mark.timeout(PASS_SECONDS)


@pytest.fixture
def press() -> Iterator[list[Site]]:
    with sites(2) as opened:
        yield opened


def test_shards_write_beside_each_other_and_a_third_machine_tells_copies_across_them(
    press: list[Site], postgres: Postgres, aws: None, tmp_path: Path
) -> None:
    bucket = new_bucket()
    papers = dict(zip(SHARDS, (Paper(press[0], "Nord"), Paper(press[1], "Sud")), strict=True))
    for hours, (shard, paper) in enumerate(papers.items(), 2):
        paper.publish(Story(f"/{shard}", TITLE, texts.PLATFORM, NOW - timedelta(hours=hours)))
    machines = {
        shard: workplace(tmp_path / shard, postgres, f"{bucket}/{shard}", [paper])
        for shard, paper in papers.items()
    }
    passes = [machine.start("run") for machine in machines.values()]
    for running in passes:
        completed = running.end(PASS_SECONDS)
        assert completed.returncode == 0, completed.stderr

    with duckdb.connect() as reader:
        for name in ("ducklake", "postgres_scanner"):
            load_extension(reader, name)
        open_buckets(reader)
        reader.execute(f"CREATE SECRET (TYPE postgres, PASSWORD {quoted(PASSWORD)})")
        for shard, machine in machines.items():
            [(line,)] = machine.rows("SELECT attach_archive FROM marts.about")
            reader.execute(line.replace("AS archive", f"AS {shard}"))
        union = " UNION ALL ".join(f"FROM {shard}.marts.articles" for shard in SHARDS)
        found = reader.execute(f"SELECT publisher FROM ({union}) ORDER BY ALL").fetchall()
    assert found == [("Nord",), ("Sud",)]

    for machine in machines.values():  # their day is over
        assert archive_of(settings_of(machine)).hand_over((NOW + timedelta(days=1)).date()) == 1
    third = workplace(tmp_path / "third", postgres, f"{bucket}/third", [])
    archives = [f"{bucket}/{shard}/archive" for shard in SHARDS]
    imported = third.command("history", "import", *archives)
    assert imported.returncode == 0, imported.stderr
    third.run_pass()
    assert (
        third.rows(
            "SELECT origin, article_count, publisher_count FROM marts.articles"
            " JOIN marts.dispatches USING (dispatch_id)"
        )
        == [("history", 2, 2)] * 2
    )


def workplace(folder: Path, postgres: Postgres, storage: str, papers: list[Paper]) -> Workplace:
    """A machine of its own: its disk, its database on the server, its prefix in the bucket."""
    folder.mkdir()
    (folder / "seeds").mkdir()
    here = Workplace(
        folder,
        {
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join(paper.site.host for paper in papers),
            "CT_HOST_DELAY_SECONDS": "0",
            "CT_SEEDS_DIR": str(folder / "seeds"),
            "CT_DAGSTER_POSTGRES_URL": postgres.new_database(),
            "CT_STORAGE_URL": storage,
        },
    )
    here.settings["CT_FEEDS_FILE"] = here.write("feeds.opml", subscriptions(papers))
    return here


def settings_of(machine: Workplace) -> Settings:
    return Settings(data_dir=machine.data, storage_url=machine.settings["CT_STORAGE_URL"])
