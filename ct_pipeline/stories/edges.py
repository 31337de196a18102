"""Why two dispatches tell one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ALGORITHM_VERSION = "stories/1"


@dataclass(frozen=True, slots=True)
class StoryEdge:
    """Two dispatches of one story (a < b): the kind of tie and the evidence for it."""

    dispatch_id_a: str
    dispatch_id_b: str
    kind: str  # update, same_event, translation
    score: float
    anchors: Sequence[str]
    sentence_a: str | None
    sentence_b: str | None
    algorithm_version: str = ALGORITHM_VERSION
