"""Whether a text says that it sets right what was said before."""

from __future__ import annotations

from ct_pipeline.language.errata import is_erratum
from ct_pipeline.ledger.values import LedgerText


def is_correction(text: LedgerText) -> bool:
    """Whether title or opening say so."""
    return is_erratum(text.title, text.body)
