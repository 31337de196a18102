"""What a person at the terminal sees of a pass: a line per step with its numbers, and problems."""

import json
import logging
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from dagster import DagsterEventType
from dagster._core import log_manager
from dagster_shared.error import SerializableErrorInfo

from ct_pipeline.defs.each_feed import CHECK as FEED_CHECK

LEVELS = {"✓": "info", "…": "info", "!": "warning", "✗": "error"}


@dataclass(frozen=True, slots=True)
class Line:
    """What a person or a machine is told at one moment of a pass."""

    mark: str  # ✓ done, ✗ failed, ! a problem, … going on
    text: str
    step: str = ""
    seconds: float | None = None

    def shown(self) -> str:
        """The line for a terminal."""
        if self.seconds is None:
            return f"  {self.mark} {self.text}"
        return f"  {self.mark} {self.text:<28} {self.seconds:6.1f} s"

    def as_json(self, at: float, run_id: str) -> str:
        """The line for a collector of logs: one JSON object."""
        seconds = None if self.seconds is None else round(self.seconds, 3)
        values = {
            "at": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"),
            "run_id": run_id,
            "level": LEVELS[self.mark],
            "step": self.step,
            "text": self.text,
            "seconds": seconds,
        }
        return json.dumps(values, ensure_ascii=False)


class StepLines(logging.Handler):
    """Turns Dagster's events into one line per step; passes problems on."""

    def __init__(self, *, as_json: bool = False) -> None:
        super().__init__()
        self.as_json = as_json
        self.started_at: dict[str, float] = {}
        self.materialized: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line that an event deserves, if any, to standard error."""
        meta = getattr(record, "dagster_meta", None) or {}
        event = meta.get("dagster_event")
        line = self._line_of_event(event) if event is not None else _line_of_log(record, meta)
        if line:
            run_id = meta.get("run_id") or ""
            shown = line.as_json(record.created, run_id) if self.as_json else line.shown()
            sys.stderr.write(shown + "\n")

    def _line_of_event(self, event: dg.DagsterEvent) -> Line | None:
        kind, step = event.event_type, event.step_key or ""
        if kind is DagsterEventType.STEP_START:
            self.started_at[step] = time.monotonic()
        elif kind is DagsterEventType.ASSET_MATERIALIZATION:
            self.materialized.add(step)
        elif kind is DagsterEventType.STEP_SUCCESS and step in self.materialized:
            seconds = time.monotonic() - self.started_at.get(step, time.monotonic())
            name = step.replace("news__", "").replace("__", "/")
            return Line("✓", name, step, seconds)
        elif kind is DagsterEventType.STEP_FAILURE:
            end = "was stopped" if is_interruption(event) else f"failed: {_reason(event)}"
            return Line("✗", f"{step} {end}", step)
        elif kind is DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            # What is wrong with a feed has a line of its own, or one for all.
            if not evaluation.passed and evaluation.check_name != FEED_CHECK:
                asset = evaluation.asset_key.to_user_string()
                text = f"{asset} {evaluation.check_name}: {evaluation.description or ''}"
                return Line("!", text, step)
        return None


def _line_of_log(record: logging.LogRecord, meta: Mapping[str, Any]) -> Line | None:
    if record.levelno < logging.INFO:
        return None
    mark = "!" if record.levelno >= logging.WARNING else "…"
    return Line(mark, meta.get("orig_message") or record.getMessage(), meta.get("step_key") or "")


def is_interruption(event: dg.DagsterEvent) -> bool:
    """Whether a step ended because somebody stopped the pass."""
    if event.event_type is not DagsterEventType.STEP_FAILURE:
        return False
    return "DagsterExecutionInterruptedError" in _reason(event)


def error_told(event: dg.DagsterEvent) -> str | None:
    """What a line of the log says of an event's error: none of where it was, where it was stopped.

    The run's page has the whole of it all the same.
    """
    error = _root(getattr(event.event_specific_data, "error", None))
    if error is not None and error.cls_name == "DagsterExecutionInterruptedError":
        return " It was stopped."
    return _told_in_full(event)


# Dagster's own lines of a pass in the UI show a hundred lines of stack for each that is cancelled.
_told_in_full: Callable[[dg.DagsterEvent], str | None] = vars(log_manager)["_error_str_for_event"]
vars(log_manager)["_error_str_for_event"] = error_told


def _root(error: SerializableErrorInfo | None) -> SerializableErrorInfo | None:
    """What an error came from in the end."""
    while error is not None and error.cause is not None:
        error = error.cause
    return error


def _reason(event: dg.DagsterEvent) -> str:
    error = _root(event.step_failure_data.error)
    return error.message.strip() if error is not None else "unknown"


@dg.logger(config_schema={"as_json": dg.Field(bool, default_value=False)})
def step_lines(context: dg.InitLoggerContext) -> logging.Logger:
    """The logger that `ct_pipeline run` chooses: progress for people instead of every event."""
    logger = logging.Logger("ct_pipeline.steps", level=logging.DEBUG)
    logger.addHandler(StepLines(as_json=context.logger_config["as_json"]))
    return logger


@dg.definitions
def loggers() -> dg.Definitions:
    """The loggers under the names that run config chooses."""
    return dg.Definitions(loggers={"step_lines": step_lines})
