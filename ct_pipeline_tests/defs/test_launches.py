"""What somebody starts in the UI, by the GraphQL that the UI sends: jobs, assets, handfuls of them.

Runs are made in this process, one after the other.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.instance.ref import InstanceRef
from dagster._core.instance.types import InstanceType
from dagster._core.launcher.sync_in_memory_run_launcher import SyncInMemoryRunLauncher
from dagster._core.remote_origin import InProcessCodeLocationOrigin
from dagster._core.run_coordinator import DefaultRunCoordinator
from dagster._core.storage.event_log import InMemoryEventLogStorage
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.runs import InMemoryRunStorage
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import InProcessWorkspaceLoadTarget
from dagster_graphql.schema import create_schema

from ct_pipeline.definitions import defs
from ct_pipeline.defs import cluster
from ct_pipeline.settings import PACKAGE_DIR
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.polling import follow_list
from ct_pipeline_tests.history.archives import answer, write

# The UI answers in a loop of its own, in which a run would not be.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine 'BaseEventLoop:RuntimeWarning")
SEED = "Le Bureau des Nations Unies de lutte contre le terrorisme a réuni jeudi à Rabat ses juges."
# An address that no pass may ask: the feed is blocked, and nothing goes out.
FEEDS_FILE = """<opml version="2.0"><body>
<outline type="rss" text="Le Journal" xmlUrl="http://127.0.0.1:9/feed"/>
</body></opml>"""
LAUNCH = """
mutation Launch($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on RunConfigValidationInvalid { errors { message } }
    ... on PythonError { message }
  }
}
"""
FEEDS = {"news/entries", "news/feed_states", "news/polls"}
ARTICLES = {"news/articles", "news/article_texts", "news/entry_outcomes"}
VERDICTS = {"news/entities", "news/mentions", "news/verdicts"}
# What somebody asks for, and what a run then makes beside: all tables of a step are written.
SUBSETS = {
    ("news/feed_states",): FEEDS,
    ("news/article_texts",): ARTICLES,
    ("news/verdicts",): VERDICTS,
    ("news/fetches",): {"news/fetches"},
    ("news/fetches", "news/articles"): {"news/fetches", *ARTICLES},
    ("news/alert_retries",): {"news/alert_retries"},
    ("news/passes",): {"news/passes"},
    ("published/ct_news",): {"published/ct_news"},
    ("news/polls", "news/stories", "published/briefing"): FEEDS
    | {"news/stories", "published/briefing"},
}
# Jobs that need nothing, each with the step that is made of it; a pass has made the rest.
FREE_JOBS = {
    "deliver_alerts": "deliver",
    "housekeeping": None,
    "monitor_news": "news__passes",
    "rebuild_snapshot": "published__ct_news",
    "reconcile_alerts": None,
    "regrade_articles": "graded_texts",
    "regroup_dispatches": "news__copy_edges",
    "reread_articles": "clean_articles",
}
# What the launchpad of the others is given.
CHOICES = {
    "replay_alerts": {"ops": {"make_due_again": {"config": {"consumer": "desk"}}}},
    "try_relevance_rules": {
        "ops": {
            "try_ruleset": {
                "config": {"lexicon_file": str(PACKAGE_DIR / "relevance" / "lexicon.yaml")}
            }
        }
    },
}


class Ui:
    """The UI's GraphQL over the project, with a monitor of one seed and one feed."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        origin = InProcessCodeLocationOrigin(
            LoadableTargetOrigin(module_name="ct_pipeline.definitions"), location_name="ct_pipeline"
        )
        self.instance = instance
        self.context = WorkspaceProcessContext(instance, InProcessWorkspaceLoadTarget(origin))
        self.schema = create_schema()

    def launch(
        self,
        job: str,
        config: dict[str, Any] | None = None,
        assets: Sequence[str] = (),
        tags: Mapping[str, str] | None = None,
        step: str | None = None,
    ) -> dict[str, Any]:
        """What the UI is told when somebody presses the button."""
        selector: dict[str, Any] = {
            "repositoryLocationName": "ct_pipeline",
            "repositoryName": "__repository__",
            "pipelineName": job,
        }
        if assets:
            selector["assetSelection"] = [{"path": name.split("/")} for name in assets]
        params = {"selector": selector, "mode": "default", "runConfigData": config}
        named = [{"key": key, "value": value} for key, value in (tags or {}).items()]
        params |= {"executionMetadata": {"tags": named}, "stepKeys": [step] if step else None}
        told = asyncio.run(
            self.schema.execute_async(
                LAUNCH,
                context_value=self.context.create_request_context(),
                variables={"params": params},
            )
        )
        assert not told.errors, told.errors
        return dict(told.data["launchRun"])

    def run(
        self,
        job: str,
        config: dict[str, Any] | None = None,
        assets: Sequence[str] = (),
        tags: Mapping[str, str] | None = None,
        step: str | None = None,
    ) -> dg.DagsterRun:
        """A run that was begun, after its end."""
        launched = self.launch(job, config, assets, tags, step)
        assert launched["__typename"] == "LaunchRunSuccess", launched
        run = self.instance.get_run_by_id(launched["run"]["runId"])
        assert run is not None
        return run

    def made(self, run: dg.DagsterRun) -> set[str]:
        """The assets that a run that came to a good end has made."""
        assert run.is_success, self.failure(run)
        events = [entry.dagster_event for entry in self.instance.all_logs(run.run_id)]
        return {
            event.asset_key.to_user_string()
            for event in events
            if event and event.is_step_materialization and event.asset_key
        }

    def failure(self, run: dg.DagsterRun) -> str:
        """Why a run failed, and its steps."""
        events = [entry.dagster_event for entry in self.instance.all_logs(run.run_id)]
        failures = [event.step_failure_data for event in events if event and event.is_step_failure]
        reasons = [event.message or "" for event in events if event and event.is_failure]
        return "\n".join([*reasons, *(one.error_display_string for one in failures)]) or run.status


def instance_at_once(folder: Path) -> dg.DagsterInstance:
    """One without a queue, a process or a file: what is launched has run when the answer comes."""
    return dg.DagsterInstance(
        instance_type=InstanceType.PERSISTENT,
        local_artifact_storage=LocalArtifactStorage(str(folder)),
        run_storage=InMemoryRunStorage(),
        event_storage=InMemoryEventLogStorage(),
        run_coordinator=DefaultRunCoordinator(),
        compute_log_manager=NoOpComputeLogManager(),
        run_launcher=SyncInMemoryRunLauncher(),
        ref=InstanceRef.from_dir(str(folder)),
    )


@pytest.fixture(scope="module")
def ui(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    """The UI over a small monitor that has had one pass."""
    folder = tmp_path_factory.mktemp("monitor")
    shutil.copytree(settled, folder / "data")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "one.txt").write_text(SEED, "utf-8")
    (folder / "feeds.opml").write_text(FEEDS_FILE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CT_DATA_DIR", str(folder / "data"))
        patch.setenv("CT_SEEDS_DIR", str(folder / "seeds"))
        patch.setenv("CT_FEEDS_FILE", str(folder / "feeds.opml"))
        follow_list(Monitor.read())
        with instance_at_once(folder) as instance:
            yield Ui(instance)


@pytest.mark.parametrize("names", SUBSETS, ids="+".join)
def test_any_assets_can_be_made_without_the_others(ui: Ui, names: tuple[str, ...]) -> None:
    assert ui.made(ui.run("__ASSET_JOB", assets=names)) == SUBSETS[names]


def test_one_mart_brings_all_that_one_dbt_command_builds(ui: Ui) -> None:
    marts = ui.made(ui.run("__ASSET_JOB", assets=["marts/entry_outcomes"]))
    assert {"marts/entry_outcomes", "marts/articles"} < marts
    assert {name.partition("/")[0] for name in marts} == {"marts"}


@pytest.mark.parametrize("job", FREE_JOBS)
def test_a_job_that_asks_nothing_starts_at_once(ui: Ui, job: str) -> None:
    run = ui.run(job, step=FREE_JOBS[job])
    assert run.is_success, ui.failure(run)


@pytest.mark.parametrize("job", CHOICES)
def test_a_job_that_asks_something_does_as_it_is_told(ui: Ui, job: str) -> None:
    run = ui.run(job, CHOICES[job])
    assert run.is_success, ui.failure(run)


def test_a_poll_of_one_feed_polls_it(ui: Ui) -> None:
    run = ui.run("poll_one_feed", {"feed": "Le Journal"}, step="polled_feeds")
    assert ui.made(run) == FEEDS


def test_a_file_of_an_archive_is_a_partition(ui: Ui, tmp_path: Path) -> None:
    file = str(write(tmp_path / "a.warc.gz", answer("https://journal.test/a")))
    ui.instance.add_dynamic_partitions("warc_files", [file])
    made = ui.made(ui.run("import_history", tags={"dagster/partition": file}))
    assert made == {"news/history_counts", "news/history_outcomes"}


@pytest.mark.parametrize(
    ("job", "config"),
    [
        ("read_archive", {"ops": {"read_files_on_spark": {"config": {"paths": ["a.warc"]}}}}),
        ("regroup_archive", {}),
    ],
)
def test_a_job_on_spark_says_what_it_needs(
    ui: Ui, monkeypatch: pytest.MonkeyPatch, job: str, config: dict[str, Any]
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    assert "make cluster" in ui.failure(ui.run(job, config))


def test_every_job_is_launched_here() -> None:
    jobs = {job.name for job in defs().resolve_all_job_defs()}
    here = {"poll_one_feed", *FREE_JOBS, *CHOICES}
    assert jobs == here | {"__ASSET_JOB", "import_history", "read_archive", "regroup_archive"}


def test_the_launchpad_refuses_a_poll_of_no_feed(ui: Ui) -> None:
    refused = ui.launch("poll_one_feed", {})
    assert refused["__typename"] == "RunConfigValidationInvalid"
    assert 'Missing required config entry "feed"' in refused["errors"][0]["message"]


@pytest.mark.parametrize(
    ("job", "config", "reason"),
    [
        ("poll_one_feed", {"feed": "Nobody's"}, "No feed that is listed and enabled"),
        ("replay_alerts", {}, "name an alert, a consumer or a moment"),
        (
            "replay_alerts",
            {"ops": {"make_due_again": {"config": {"since": "yesterday"}}}},
            "'yesterday' is no moment",
        ),
        ("try_relevance_rules", {}, "name a lexicon_file or a rules_file"),
    ],
)
def test_a_wish_that_says_too_little_fails_with_the_reason(
    ui: Ui, job: str, config: dict[str, Any], reason: str
) -> None:
    run = ui.run(job, config)
    assert run.status is dg.DagsterRunStatus.FAILURE
    assert reason in ui.failure(run)
