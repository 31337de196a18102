"""Why two dispatches are, or are not, one story: in lines that an analyst can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ct_pipeline.stories.evidence import sentence_at
from ct_pipeline.stories.judging import ACCEPT, judge
from ct_pipeline.stories.measuring import measure
from ct_pipeline.stories.profiles import Profile
from ct_pipeline.stories.sharing import Key
from ct_pipeline.stories.weights import is_specific, weight_of

Text = tuple[str | None, str]  # title, body


def explain(a: Profile, b: Profile, text_a: Text, text_b: Text) -> Iterator[str]:
    """The judgement, each shared anchor with the sentence of either text, what only one tells."""
    judgement, measured = judge(a, b), measure(a, b)
    outcome = "one event" if judgement.is_joined else f"apart: {judgement.refusal}"
    yield f"{outcome} (score {measured.score:g}, needed {ACCEPT:g})"
    for sentences, anchors in _by_sentences(measured.weights, a, b, text_a, text_b).items():
        yield f"both tell {', '.join(anchors)}"
        for side, sentence in zip("ab", sentences, strict=True):
            if sentence:
                yield f"    {side}: {sentence}"
    for side, one, other in (("a", a, b), ("b", b, a)):
        only = sorted(_only_in(one, other))
        if only:
            yield f"only {side} tells: {', '.join(only)}"
    yield "(* says which event it is; two kinds of these are needed)"


def _by_sentences(
    shared: Iterable[Key], a: Profile, b: Profile, text_a: Text, text_b: Text
) -> dict[tuple[str | None, str | None], list[str]]:
    """The shared anchors, weightiest first, under the sentences of both texts that tell them."""
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for kind, key in sorted(shared, key=lambda anchor: (-weight_of(*anchor), anchor)):
        anchors = (a.anchors.get((kind, key)), b.anchors.get((kind, key)))
        one, other = (
            sentence_at(anchor, *text) if anchor else None
            for anchor, text in zip(anchors, (text_a, text_b), strict=True)
        )
        mark = "*" if is_specific(kind, key) else ""
        found.setdefault((one, other), []).append(f"{mark}{kind} {key}")
    return found


def _only_in(one: Profile, other: Profile) -> Iterator[str]:
    for kind, keys in one.opening.items():
        if kind not in ("means", "act", "subject", "anniversary", "night"):
            yield from (f"{kind} {key}" for key in keys - other.opens_with(kind))
