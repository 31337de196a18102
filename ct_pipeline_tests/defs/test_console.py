"""What Dagster's own lines in the terminal say of a pass in the UI."""

from __future__ import annotations

import contextlib

import dagster as dg
import pytest
from dagster._core.errors import DagsterExecutionInterruptedError

from ct_pipeline.defs.console import loggers


@dg.asset
def stopped() -> None:
    raise DagsterExecutionInterruptedError


@dg.asset
def broken() -> None:
    raise ValueError("no such thing")


def written(asset: dg.AssetsDefinition, capfd: pytest.CaptureFixture[str]) -> str:
    assert loggers() is not None, "the module that sees to it is loaded with the definitions"
    with contextlib.suppress(DagsterExecutionInterruptedError):
        dg.materialize([asset], raise_on_error=False)
    return capfd.readouterr().err


def test_a_cancelled_pass_shows_no_stack_and_a_broken_one_does(
    capfd: pytest.CaptureFixture[str],
) -> None:
    told = written(stopped, capfd)
    assert "It was stopped." in told
    assert "Stack Trace" not in told
    told = written(broken, capfd)
    assert "ValueError: no such thing" in told
    assert "Stack Trace" in told
