"""The places from which dispatches are sent, as datelines and credits write them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ct_pipeline.language.folding import fold_key


def is_place(text: str) -> bool:
    """Whether a text is a known place, or one with its country behind a comma."""
    return any(fold_key(part) in _places() for part in (text, *re.split(r"[,،]", text)))


@cache
def _places() -> frozenset[str]:
    text = (files("ct_pipeline.articles") / "vocabulary" / "places.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(fold_key(name) for line in lines for name in line.split(",") if name.strip())
