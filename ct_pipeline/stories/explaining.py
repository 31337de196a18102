"""Why two dispatches are, or are not, one story: in lines that an analyst can read."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.stories.evidence import sentence_at
from ct_pipeline.stories.judging import ACCEPT, judge
from ct_pipeline.stories.profiles import Profile
from ct_pipeline.stories.weights import is_specific, weight_of

Text = tuple[str | None, str, str | None]  # title, body, language


def explain(a: Profile, b: Profile, text_a: Text, text_b: Text) -> Iterator[str]:
    """The verdict, each shared anchor with the sentence of either text, what only one tells."""
    verdict = judge(a, b)
    outcome = "one event" if verdict.is_joined else f"apart: {verdict.refusal}"
    yield f"{outcome} (score {verdict.score:g}, needed {ACCEPT:g})"
    for kind, key in sorted(verdict.shared, key=lambda shared: (-weight_of(*shared), shared)):
        mark = "*" if is_specific(kind, key) else " "
        yield f"{mark} both tell {kind} {key} (+{weight_of(kind, key):g} at most)"
        for side, profile, text in (("a", a, text_a), ("b", b, text_b)):
            anchor = profile.anchors.get((kind, key))
            sentence = sentence_at(anchor, *text) if anchor else None
            if sentence:
                yield f"    {side}: {sentence}"
    for side, one, other in (("a", a, b), ("b", b, a)):
        only = sorted(_only_in(one, other))
        if only:
            yield f"only {side} tells: {', '.join(only)}"
    yield "(* says which event it is; two kinds of these are needed)"


def _only_in(one: Profile, other: Profile) -> Iterator[str]:
    for kind, keys in one.opening.items():
        if kind not in ("word", "implied_day", "act", "subject"):
            yield from (f"{kind} {key}" for key in keys - other.told(kind))
