"""Why two dispatches tell one event: the tie that is stored and shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ct_pipeline.stories.judging import Judgement
from ct_pipeline.stories.profiles import Profile

ALGORITHM_VERSION = "stories/1"
SAME_EVENT, TRANSLATION, UPDATE = "same_event", "translation", "update"


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


def make_edge(
    a: Profile,
    b: Profile,
    judgement: Judgement,
    sentence_a: str | None = None,
    sentence_b: str | None = None,
) -> StoryEdge:
    """The edge of a joined pair (a < b): a translation where the languages differ."""
    return StoryEdge(
        a.dispatch_id,
        b.dispatch_id,
        SAME_EVENT if a.language == b.language else TRANSLATION,
        judgement.score,
        [f"{kind}:{key}" for kind, key in judgement.shared],
        sentence_a,
        sentence_b,
    )
