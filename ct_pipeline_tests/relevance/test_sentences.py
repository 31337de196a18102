"""Sentences of the article itself, and nothing else."""

from __future__ import annotations

import pytest

from ct_pipeline.relevance.sentences import split_body


def sentences(body: str, title: str | None = None) -> list[str]:
    found = split_body(body, title, range(len(body)))
    return [body[one.start : one.end] for one in found]


def test_a_paragraph_ends_a_sentence() -> None:
    assert sentences("Un titre\nUne phrase entière. Une autre.") == [
        "Un titre",
        "Une phrase entière.",
        "Une autre.",
    ]


@pytest.mark.parametrize(
    "tail",
    [
        "À lire aussi\nLe Maroc et l'UNOCT signent\nDaech menace",
        "Lire aussi : Le Maroc et l'UNOCT signent",
        "Read also: Morocco and UNOCT sign",
        "اقرأ أيضا\nالمغرب ومكتب الأمم المتحدة لمكافحة الإرهاب",
        "LNT avec MAP",
        "map",
        "Avec EFE et dpa",
        "(Agence France-Presse)",
        "وكالة المغرب العربي للأنباء",
        "Mots-clés : terrorisme, UNOCT",
        "Le Maroc et l'UNOCT signent\nDaech menace\nLe Raja gagne",
    ],
)
def test_neighbours_and_credits_are_left_out(tail: str) -> None:
    assert sentences(f"Une phrase de l'article.\n{tail}") == ["Une phrase de l'article."]


def test_an_article_goes_on_after_a_link_in_its_middle() -> None:
    body = "Une phrase.\nLire aussi : un autre titre\nLa suite de l'article, assez longue."
    assert sentences(body) == ["Une phrase.", "La suite de l'article, assez longue."]


def test_the_lead_is_the_first_paragraph_that_says_something() -> None:
    body = "Par Leïla Tazi\nLe premier vrai paragraphe. Il a deux phrases.\nLe second."
    found = split_body(body, None, range(len(body)))
    assert [one.is_lead for one in found] == [True, True, True, False]


def test_the_lead_of_a_text_without_paragraphs_is_its_beginning() -> None:
    body = "Une phrase de dix mots qui se répète encore ici. " * 30
    found = split_body(body, None, range(len(body)))
    assert 5 < sum(one.is_lead for one in found) < 20


def test_the_title_on_top_of_the_body_is_not_its_lead() -> None:
    body = "Un titre\nLe texte commence ici."
    assert sentences(body, title="Un titre") == ["Le texte commence ici."]
