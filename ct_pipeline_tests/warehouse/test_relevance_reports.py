"""When a language is missed."""

from __future__ import annotations

import pytest

from ct_pipeline.warehouse.relevance.reports import LanguageFlow


@pytest.mark.parametrize(
    ("flow", "is_missed"),
    [
        (LanguageFlow("fr", recent=100, recent_relevant=0, before=400, before_relevant=40), True),
        (LanguageFlow("fr", recent=100, recent_relevant=1, before=400, before_relevant=40), False),
        (LanguageFlow("es", recent=100, recent_relevant=0, before=400, before_relevant=9), False),
        (LanguageFlow("ar", recent=10, recent_relevant=0, before=400, before_relevant=40), False),
    ],
)
def test_a_language_that_flows_on_without_anything_relevant_is_missed(
    flow: LanguageFlow, *, is_missed: bool
) -> None:
    assert flow.fell_silent == is_missed
