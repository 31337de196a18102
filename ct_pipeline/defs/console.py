"""What a person at the terminal sees of a pass: a line per step with its numbers, and problems."""

import logging
import sys
import time

import dagster as dg
from dagster import DagsterEventType


class StepLines(logging.Handler):
    """Turns Dagster's events into one readable line per step; passes problems on."""

    def __init__(self) -> None:
        super().__init__()
        self.started_at: dict[str, float] = {}
        self.materialized: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line that an event deserves, if any, to standard error."""
        meta = getattr(record, "dagster_meta", None) or {}
        event = meta.get("dagster_event")
        if event is not None:
            line = self._line_of_event(event)
        elif record.levelno >= logging.INFO:
            mark = "!" if record.levelno >= logging.WARNING else "…"
            line = f"  {mark} {meta.get('orig_message', record.getMessage())}"
        else:
            line = None
        if line:
            sys.stderr.write(line + "\n")

    def _line_of_event(self, event: dg.DagsterEvent) -> str | None:
        kind, step = event.event_type, event.step_key or ""
        if kind is DagsterEventType.STEP_START:
            self.started_at[step] = time.monotonic()
        elif kind is DagsterEventType.ASSET_MATERIALIZATION:
            self.materialized.add(step)
        elif kind is DagsterEventType.STEP_SUCCESS and step in self.materialized:
            seconds = time.monotonic() - self.started_at.get(step, time.monotonic())
            return f"  ✓ {step.replace('news__', '').replace('__', '/'):<28} {seconds:6.1f} s"
        elif kind is DagsterEventType.STEP_FAILURE:
            return f"  ✗ {step} " + (
                "was stopped" if is_interruption(event) else f"failed: {_reason(event)}"
            )
        elif kind is DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if not evaluation.passed:
                note = evaluation.description or ""
                return (
                    f"  ! {evaluation.asset_key.to_user_string()} {evaluation.check_name}: {note}"
                )
        return None


def is_interruption(event: dg.DagsterEvent) -> bool:
    """Whether a step ended because somebody stopped the pass."""
    if event.event_type is not DagsterEventType.STEP_FAILURE:
        return False
    return "DagsterExecutionInterruptedError" in _reason(event)


def _reason(event: dg.DagsterEvent) -> str:
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.strip() if error is not None else "unknown"


@dg.logger(config_schema={})
def step_lines(context: dg.InitLoggerContext) -> logging.Logger:  # noqa: ARG001
    """The logger that `ct_pipeline run` chooses: progress for people instead of every event."""
    logger = logging.Logger("ct_pipeline.steps", level=logging.DEBUG)
    logger.addHandler(StepLines())
    return logger


@dg.definitions
def loggers() -> dg.Definitions:
    """The loggers under the names that run config chooses."""
    return dg.Definitions(loggers={"step_lines": step_lines})
