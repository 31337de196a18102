"""The version of what the ledger reads and how: texts read by another one are read again."""

from __future__ import annotations

LEDGER_VERSION = "8"
