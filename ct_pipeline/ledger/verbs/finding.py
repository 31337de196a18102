"""The verbs of a sentence in the language of its text."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs import arabic, english, french, spanish
from ct_pipeline.ledger.verbs.verb import Verb

_FINDERS = {
    "fr": french.find_verbs,
    "en": english.find_verbs,
    "es": spanish.find_verbs,
    "ar": arabic.find_verbs,
}


def find_verbs(tokens: Sequence[Token], language: str) -> list[Verb]:
    """The verbs of a sentence in order (language: fr, en, es, ar)."""
    found = list(_FINDERS[language](tokens))
    return [
        verb for verb, later in zip(found, [*found[1:], None], strict=False)
        if later is None or not (later.start <= verb.start and verb.end <= later.end)
    ]  # fmt: skip
