"""The optional witness: similarity joins where anchors are few, and never overrules a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import numpy as np

from ct_pipeline.stories.translations import (
    Vectors,
    embed_openings,
    opening_text,
    read_centres,
    speaks_for,
)
from ct_pipeline.warehouse.migrate import migrate
from ct_pipeline.warehouse.stories.edges import refresh_story_edges
from ct_pipeline.warehouse.stories.regrouping import regroup_stories
from ct_pipeline_tests.stories.gold import GoldText, read_gold
from ct_pipeline_tests.stories.stored import store, store_lexicon

NOW = datetime(2026, 1, 2, tzinfo=UTC)


class AlikeEmbedder:
    """Takes every text for the translation of every other."""

    name = "alike 1"

    def __init__(self) -> None:
        self.batches: list[int] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The same direction from each language's middle is all that counts here."""
        self.batches.append(len(texts))
        return np.ones((len(texts), 512), dtype=np.float32) * 100


def count_stories(texts: Sequence[GoldText], embedder: AlikeEmbedder | None) -> int:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection)
        store_lexicon(connection)
        store(connection, texts)
        refresh_story_edges(connection, embedder=embedder)
        regroup_stories(connection, (), NOW)
        return int(connection.execute("SELECT count(*) FROM news.stories").fetchall()[0][0])


def test_similarity_joins_what_the_rules_alone_leave_apart() -> None:
    texts = [text for text in read_gold("report") if text.event == "us-senator-visit"]
    thin = [
        replace(text, telling=replace(text.telling, title=None, body=body))
        for text, body in zip(
            texts,
            (
                "Abdellatif Hammouchi était lundi à Washington.",
                "Abdellatif Hammouchi spent Monday in Washington.",
                "قضى عبد اللطيف حموشي الاثنين بواشنطن.",
            ),
            strict=True,
        )
    ]
    thin = [replace(one, telling=replace(one.telling, mentions=())) for one in thin]
    assert count_stories(thin, None) == 3
    assert count_stories(thin, AlikeEmbedder()) == 1


def test_similarity_never_overrules_a_refusal() -> None:
    tiznit, settat = (
        next(text for text in read_gold("tuning") if text.event == event)
        for event in ("cell-tiznit", "cell-settat")
    )
    assert count_stories([tiznit, settat], AlikeEmbedder()) == 2


def test_each_dispatch_is_embedded_once_in_batches() -> None:
    embedder = AlikeEmbedder()
    count_stories(read_gold("tuning")[:40], embedder)
    assert embedder.batches == [32, 8]


def test_arabic_needs_less_similarity_and_a_single_anchor_more() -> None:
    assert speaks_for(0.46, is_arabic=True, specific_count=2)
    assert not speaks_for(0.46, is_arabic=False, specific_count=2)
    assert not speaks_for(0.55, is_arabic=False, specific_count=1)
    assert not speaks_for(0.99, is_arabic=False, specific_count=0)


def test_a_text_of_an_unknown_language_has_no_vector() -> None:
    known, unknown = embed_openings(AlikeEmbedder(), [("un texte", "fr"), ("ein Text", "de")])
    assert known is not None
    assert np.isclose(np.linalg.norm(known), 1)
    assert unknown is None


def test_the_middles_cover_the_four_languages() -> None:
    assert {language: len(row) for language, row in read_centres().items()} == dict.fromkeys(
        ("ar", "en", "es", "fr"), 512
    )


def test_the_headline_and_the_first_words_are_embedded() -> None:
    assert opening_text("Un titre", "mot " * 200) == "Un titre. " + "mot " * 119 + "mot"
    assert opening_text(None, "Un texte.") == "Un texte."
