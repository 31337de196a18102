"""Texts that name somebody without end: few mentions, short sentences, exact places."""

from __future__ import annotations

import pytest

from ct_pipeline.relevance.grading import LONGEST_SENTENCE, Ruleset, read_ruleset
from ct_pipeline.relevance.reading import MOST_MENTIONS


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return read_ruleset()


@pytest.mark.parametrize(
    ("unit", "language"),
    [
        ("le BCIJ et Daech, ", "fr"),
        ("Maroc, ", "fr"),
        ("the BCIJ of Morocco and ", "en"),
        ("المكتب المركزي للأبحاث القضائية في المغرب ", "ar"),
    ],
)
def test_a_name_repeated_in_a_sentence_without_end(
    ruleset: Ruleset, unit: str, language: str
) -> None:
    body = unit * (200_000 // len(unit))
    mentions = ruleset.grade(None, body, language).mentions
    assert len(mentions) == MOST_MENTIONS
    for mention in mentions:
        assert body[mention.char_start : mention.char_end] == mention.surface
        assert mention.surface in mention.sentence
        assert len(mention.sentence) <= LONGEST_SENTENCE


def test_a_sentence_of_ordinary_length_is_shown_whole(ruleset: Ruleset) -> None:
    sentence = "Le BCIJ a démantelé, jeudi à Rabat, une cellule liée à Daech."
    graded = ruleset.grade(None, f"{sentence} Une enquête est ouverte.", "fr")
    assert graded.verdict.relevance_evidence == sentence
    assert {mention.sentence for mention in graded.mentions} == {sentence}


def test_evidence_of_a_sentence_without_end_is_cut(ruleset: Ruleset) -> None:
    body = "Le BCIJ a démantelé une cellule terroriste liée à Daech à Rabat, " * 3000
    evidence = ruleset.grade(None, body, "fr").verdict.relevance_evidence
    assert evidence is None or len(evidence) <= LONGEST_SENTENCE


@pytest.mark.parametrize("word", ["x", "é", "،", "ab", "l’"])
def test_paragraphs_that_begin_with_a_word_without_end(ruleset: Ruleset, word: str) -> None:
    body = "\n".join(f"{word * 3000} Le BCIJ agit à Rabat {number}." for number in range(4))
    assert ruleset.grade("Une journée", body, "fr").verdict.relevance_grade >= 0
