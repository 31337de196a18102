"""Words after an Arabic verb that are not its subject."""

from __future__ import annotations

import re

from ct_pipeline.ledger.sentence import Sentence

_HIS_WORDS = re.compile("(?:حديث|كلم[هت]|مداخل[هت]|تصريح|كلام|عرض|خطاب)(?:ه|ها|هم)$")


def is_adjunct(sentence: Sentence, index: int) -> bool:
    """Whether a word after an Arabic verb is no subject: "بشجاعة …", "مازحا"."""
    token = sentence.tokens[index]
    if token.prefix.startswith(("ب", "ل", "ك")) or _HIS_WORDS.match(token.form):
        return True
    if (
        token.form.startswith("ب")
        and len(token.form) > 4
        and not token.tags
        and not sentence.named_at(index)
    ):
        return True
    following = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else None
    closes = following is None or not following.is_word or "that" in following.tags
    return token.form.endswith("ا") and len(token.form) > 3 and closes and not token.tags
