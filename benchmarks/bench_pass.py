"""Where the seconds of a pass go: 1,000 new articles, nothing new, 20 new, over a local press.

Beside it: trafilatura alone over the same pages, in a pool of two, as the rate to come near to.
Run: python benchmarks/bench_pass.py [ARTICLES]
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Reply, Site, sites

PROJECT = Path(__file__).parent.parent
SITES = 20
FURTHER = 20
# What a news page carries around its article: scripts, styles, menus, teasers.
PADDING_BYTES = 100_000
STEP = re.compile(r"✓ (\S+)\s+([0-9.]+) s")

SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi xo zu cha bre tion ment eur ique oir".split()
NOUNS = (
    "ministre réunion accord région budget école récolte port enquête tribunal chercheur route "
    "entreprise marché hôpital élection conseil projet rapport programme frontière sommet "
    "agence délégation commission plateforme formation stratégie partenaire continent"
).split()
VERBS = "annonce prépare examine adopte lance évalue renforce soutient reporte présente".split()
PLACES = "Rabat Tanger Fès Agadir Oujda Laâyoune Meknès Salé Dakhla Nador Essaouira".split()


def word(dice: random.Random) -> str:
    """A made word, so that unrelated articles share no run of words, as in a real press."""
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4)))


def paragraph(dice: random.Random) -> str:
    """A paragraph of four sentences that no other article shares."""
    return " ".join(
        f"À {dice.choice(PLACES)}, le {word(dice)} {dice.choice(VERBS)} les {word(dice)} "
        f"{dice.randint(2, 900)} {word(dice)} pour le {dice.choice(NOUNS)} {word(dice)} et la "
        f"{word(dice)} {word(dice)}, selon un {word(dice)} de {dice.choice(PLACES)} cité mardi."
        for _ in range(4)
    )


def story(number: int, now: datetime) -> Story:
    """One article by its number, the same in every run."""
    dice = random.Random(number)
    return Story(
        f"/{number}/article",
        f"{dice.choice(PLACES)} : {dice.choice(NOUNS)} et {dice.choice(NOUNS)} numéro {number}",
        tuple(paragraph(dice) for _ in range(8)),
        now - timedelta(minutes=number),
    )


def pad(site: Site, of: Story) -> None:
    """Gives a page the weight of a real one."""
    menu = "".join(f'<li><a href="/rubrique/{n}">Rubrique {n}</a></li>' for n in range(150))
    script = "<script>" + "var a=1;" * (PADDING_BYTES // 10) + "</script>"
    page = site.replies[of.path].body.decode()
    page = page.replace("</head>", script + "</head>").replace("<nav>", f"<nav><ul>{menu}</ul>")
    site.replies[of.path] = Reply(body=page.encode())


def run_pass(settings: dict[str, str]) -> tuple[float, dict[str, float]]:
    """One pass as a user runs it: its wall seconds, and the seconds of each step."""
    started_at = time.perf_counter()
    completed = subprocess.run(
        [sys.executable, "-m", "ct_pipeline", "run"],
        cwd=PROJECT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - started_at
    return seconds, {step: float(took) for step, took in STEP.findall(completed.stderr)}


def extract(page: bytes) -> int:
    """What trafilatura alone does with a page, with the options that the pipeline uses."""
    import trafilatura

    found = trafilatura.bare_extraction(
        page, fast=True, include_comments=False, include_tables=True, with_metadata=False
    )
    return len(found.text or "") if found else 0


def trafilatura_seconds(pages: list[bytes]) -> float:
    """Wall seconds of trafilatura alone over the pages, in two processes."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(extract, pages[:4]))
        started_at = time.perf_counter()
        list(pool.map(extract, pages, chunksize=1))
        return time.perf_counter() - started_at


def main() -> None:
    """Three passes and a table of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    now = datetime.now(UTC).replace(microsecond=0)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        opened = stack.enter_context(sites(SITES))
        papers = [Paper(site, f"Journal {n}") for n, site in enumerate(opened)]

        def publish(numbers: range) -> list[bytes]:
            for place, paper in enumerate(papers):
                mine = [story(n, now) for n in numbers if n % SITES == place]
                if mine:
                    paper.publish(*mine)
                    for one in mine:
                        pad(paper.site, one)
            return [papers[n % SITES].site.replies[story(n, now).path].body for n in numbers]

        feeds = folder / "feeds.opml"
        feeds.write_text(subscriptions(papers), "utf-8")
        settings = {
            "CT_DATA_DIR": str(folder / "data"),
            "CT_FEEDS_FILE": str(feeds),
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in opened),
            "CT_MIN_POLL_SECONDS": "0",
            "CT_HOST_DELAY_SECONDS": "0",
        }
        pages = publish(range(count))
        passes = {f"{count} new": run_pass(settings), "nothing new": run_pass(settings)}
        publish(range(count, count + FURTHER))
        passes[f"{FURTHER} new"] = run_pass(settings)
        alone = trafilatura_seconds(pages)
    steps = list(passes[f"{count} new"][1])
    print("| step | " + " | ".join(passes) + " |\n|---|" + "---|" * len(passes))
    for step in steps:
        print(f"| {step} | " + " | ".join(f"{p[1].get(step, 0):.1f}" for p in passes.values()), "|")
    print("| **whole, s** | " + " | ".join(f"{p[0]:.1f}" for p in passes.values()) + " |")
    print(
        "| outside the steps | "
        + " | ".join(f"{p[0] - sum(p[1].values()):.1f}" for p in passes.values())
        + " |"
    )
    inside = sum(passes[f"{count} new"][1].values())
    print(
        f"\ntrafilatura alone, two processes: {count / alone:.0f} pages/s; "
        f"the pass, its steps: {count / inside:.0f} articles/s; ratio {alone / inside:.2f}"
    )


if __name__ == "__main__":
    main()
