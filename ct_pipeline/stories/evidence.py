"""The sentences that show why two texts tell one event."""

from __future__ import annotations

from ct_pipeline.stories.anchors import Anchor
from ct_pipeline.stories.judging import Judgement
from ct_pipeline.stories.profiles import Profile
from ct_pipeline.stories.weights import is_specific, weight_of


def deciding_anchors(a: Profile, b: Profile, judgement: Judgement) -> tuple[Anchor, Anchor] | None:
    """The weightiest shared anchor as it stands in either text; None where they share none."""
    pairs = [
        (is_specific(kind, key), weight_of(kind, key), (a.anchors[kind, key], b.anchors[kind, key]))
        for kind, key in judgement.shared
        if (kind, key) in a.anchors and (kind, key) in b.anchors
    ]
    return max(pairs, key=lambda pair: pair[:2], default=(0, 0, None))[2]


def sentence_at(anchor: Anchor, title: str | None, body: str) -> str:
    """The sentence of a text that an anchor stands in; the title where it stands there."""
    text = (title or "") if anchor.field == "title" else body
    return text[anchor.sentence_start : anchor.sentence_end]
