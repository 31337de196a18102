"""Inputs that fuzzing found: `kept/TARGET-HASH`, each read again by the tests."""

from __future__ import annotations

from pathlib import Path

KEPT = Path(__file__).parent / "kept"


def kept_inputs(target: str) -> dict[str, bytes]:
    """Those of one target, by name."""
    return {file.name: file.read_bytes() for file in sorted(KEPT.glob(f"{target}-*"))}
