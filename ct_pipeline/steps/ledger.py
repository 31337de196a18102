"""The ledger: texts that are new are read, then all that texts say is joined anew."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.ledger.joining.corrections import CorrectionError, RowCorrection, check_columns
from ct_pipeline.ledger.joining.ledger import join_texts
from ct_pipeline.ledger.joining.programmes import Programme
from ct_pipeline.ledger.programmes import OFFICES, PROGRAMME_KINDS
from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import LedgerRows, LedgerText
from ct_pipeline.ledger.version import LEDGER_VERSION
from ct_pipeline.ledger.words.vocabulary import LANGUAGES
from ct_pipeline.relevance.grading import read_ruleset
from ct_pipeline.relevance.lexicon import Entity
from ct_pipeline.settings import SettingsError
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.ledger.tables import is_current, made_of, read_names, replace_ledger
from ct_pipeline.warehouse.ledger.texts import (
    forget_other_versions,
    read_told_texts,
    read_unread_texts,
    store_read,
)

TEXTS_PER_BATCH = 200
BATCHES_PER_PASS = 50

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptLedger:
    """How many texts a pass read, how many failed, and whether the tables were joined anew."""

    read_count: int
    failed_count: int
    is_joined: bool


def keep_ledger(monitor: Monitor) -> KeptLedger:
    """Reads what this version has not read, at most 10,000 texts a pass, and joins what they say.

    While another version's texts wait to be read again, the tables stay as they are.
    """
    programmes = list_programmes(read_ruleset().lexicon.entities)
    read_count, failed_count, is_whole = _read_in_batches(monitor)
    if not is_whole:
        return KeptLedger(read_count, failed_count, is_joined=False)
    now = monitor.now()
    corrections = _read_corrections(monitor)
    known = hashlib.sha256(repr((programmes, corrections)).encode()).hexdigest()[:16]
    with monitor.open() as connection:
        forget_other_versions(connection, LEDGER_VERSION)
        fingerprint = made_of(connection, LEDGER_VERSION, now.date(), known)
        if is_current(connection, fingerprint):
            return KeptLedger(read_count, failed_count, is_joined=False)
        texts = read_told_texts(connection, LEDGER_VERSION)
        names = read_names(connection, now)
    try:
        ledger = join_texts(texts, programmes, names, now.date(), corrections)
    except CorrectionError as error:
        raise SettingsError(
            f"{monitor.settings.overrides_file}, ledger: {error}. Mend it, or take the entry out."
        ) from error
    with monitor.open() as connection:
        replace_ledger(connection, ledger, names, fingerprint)
    return KeptLedger(read_count, failed_count, is_joined=True)


def _read_corrections(monitor: Monitor) -> list[RowCorrection]:
    """People's word on single rows. Raises SettingsError where no table has such a column."""
    file = monitor.settings.overrides_file
    found = []
    for one in read_overrides_file(monitor.settings).ledger:
        try:
            check_columns(one.values or {})
        except CorrectionError as error:
            raise SettingsError(f"{file}, line {one.reason.line}: {error}.") from error
        found.append(RowCorrection(one.row_id, one.values))
    return found


def list_programmes(entities: Sequence[Entity]) -> list[Programme]:
    """The named efforts of the lexicon, each with its first name in every language."""
    return [
        Programme(
            one.id, one.name, {tongue: names[0] for tongue, names in one.aliases.items() if names}
        )
        for one in entities
        if one.kind in PROGRAMME_KINDS or one.id in OFFICES
    ]


def _read_in_batches(monitor: Monitor) -> tuple[int, int, bool]:
    """Texts read and failed, and whether none is left; each batch a transaction."""
    read_count = failed_count = 0
    for _ in range(BATCHES_PER_PASS):
        with monitor.open() as connection:
            unread = read_unread_texts(connection, LEDGER_VERSION, TEXTS_PER_BATCH)
        read = []
        for one in unread:
            told = _read(one.text)
            failed_count += told is None
            read.append((one, told or LedgerRows()))
        with monitor.open() as connection:
            store_read(connection, read, LEDGER_VERSION, monitor.now())
        read_count += len(read)
        logger.info("ledger: %d texts read", read_count)
        if len(unread) < TEXTS_PER_BATCH:
            return read_count, failed_count, True
    return read_count, failed_count, False


def _read(text: LedgerText) -> LedgerRows | None:
    """What a text says; nothing in another language, None where reading it failed."""
    if text.language not in LANGUAGES:
        return LedgerRows()
    try:
        return read_text(text)
    except Exception:  # one odd text must not keep the others out
        logger.exception("ledger: article %s could not be read", text.article_id)
        return None
