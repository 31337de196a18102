"""Where a noun phrase begins that something else stands before."""

from __future__ import annotations

from ct_pipeline.ledger.sentence import Sentence


def behind_aside(sentence: Sentence, start: int, end: int) -> int | None:
    """ "En la denuncia la mujer asegura …": where a noun phrase begins behind one with a
    preposition; None where there is nothing else."""
    tokens = sentence.tokens
    tags = tokens[start].tags.keys()
    if sentence.language == "ar" or "preposition" not in tags or tags & {"article", "role"}:
        return start
    free = (
        at for at in range(start + 2, end)
        if "article" in tokens[at].tags and "preposition" not in tokens[at].tags
        and tokens[at - 1].is_word and "preposition" not in tokens[at - 1].tags
    )  # fmt: skip
    return next(free, None)


def without_to(name: str) -> str:
    """ "بلاغ للمكتب": whose a text is, without the preposition that is one word with it."""
    return f"ال{name[2:]}" if name.startswith("لل") else name
