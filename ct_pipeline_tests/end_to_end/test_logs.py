"""What a pass logs: a line per stage, a line per feed with a problem, each with the run's id."""

from __future__ import annotations

import json
from pathlib import Path

from ct_pipeline_tests.end_to_end.passes import Workplace
from ct_pipeline_tests.press.papers import subscriptions
from ct_pipeline_tests.press.server import Reply, sites


def test_a_line_per_stage_and_per_feed_with_a_problem(settled_data: Path) -> None:
    with sites(3) as press:
        broken = {f"Hors service {n}": site.url("/feed") for n, site in enumerate(press)}
        for site in press:
            site.replies["/feed"] = Reply(status=500)
        here = Workplace(
            settled_data.parent,
            {"CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in press)},
        )
        here.settings["CT_FEEDS_FILE"] = here.write("feeds.opml", subscriptions([], broken))
        completed = here.command("run", "--json")
    assert completed.returncode == 0, completed.stderr

    lines = [json.loads(line) for line in completed.stderr.splitlines()]
    [run_id] = {line["run_id"] for line in lines}
    assert run_id in completed.stdout
    finished = [line["step"] for line in lines if line["seconds"] is not None]
    assert len(finished) == len(set(finished))
    assert {"news__sources", "polled_feeds", "marts", "news__passes"} <= set(finished)
    assert all(line["at"].endswith("+00:00") for line in lines)
    problems = [line["text"] for line in lines if line["step"] == "polled_feeds" and is_bad(line)]
    assert len(problems) == len(broken)
    for name in broken:
        assert sum(f"{name}: failing, HTTP 500" in problem for problem in problems) == 1


def is_bad(line: dict[str, str]) -> bool:
    return line["level"] in {"warning", "error"}
