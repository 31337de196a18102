"""Two texts that are graded, one core and one of no relevance, and the query of their grades."""

from __future__ import annotations

from pathlib import Path

from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor

CORE = "Le Maroc et l’ONUCT ont conclu, jeudi à New York, leur premier dialogue stratégique."
FOOTBALL = "L’équipe nationale a gagné hier sur la pelouse de la capitale devant son public."
GRADES = """
SELECT seed_file, relevance_grade, relevance_rule
FROM news.dispatch_grades
INNER JOIN news.dispatches USING (dispatch_id)
INNER JOIN news.current_texts AS texts ON dispatches.canonical_article_id = texts.article_id
ORDER BY seed_file
"""


def write_seeds(folder: Path) -> None:
    """Both as files of `folder/seeds`."""
    (folder / "seeds").mkdir()
    (folder / "seeds" / "core.txt").write_text(CORE, "utf-8")
    (folder / "seeds" / "football.txt").write_text(FOOTBALL, "utf-8")


def monitor_of(folder: Path) -> Monitor:
    """The monitor of `folder/data` over the seeds in `folder/seeds`."""
    return Monitor(Settings(data_dir=folder / "data", seeds_dir=folder / "seeds"))


def rows(monitor: Monitor, sql: str) -> list[tuple[object, ...]]:
    """What a query answers from the writer's database."""
    with monitor.open() as connection:
        return connection.execute(sql).fetchall()
