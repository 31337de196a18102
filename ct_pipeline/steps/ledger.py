"""The ledger: texts that are new are read, then all that texts say is joined anew."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import TypeAlias

import duckdb

from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.language.counting import counted
from ct_pipeline.ledger.joining.corrections import CorrectionError, RowCorrection, check_columns
from ct_pipeline.ledger.joining.ledger import join_texts
from ct_pipeline.ledger.joining.programmes import Programme
from ct_pipeline.ledger.joining.told import ToldText
from ct_pipeline.ledger.programmes import OFFICES, PROGRAMME_KINDS
from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import LedgerRows, LedgerText
from ct_pipeline.ledger.version import LEDGER_VERSION
from ct_pipeline.ledger.words.vocabulary import LANGUAGES
from ct_pipeline.process import reason_of, uncollected
from ct_pipeline.relevance.grading import read_ruleset
from ct_pipeline.relevance.lexicon import Entity
from ct_pipeline.settings import SettingsError
from ct_pipeline.steps.budgets import Deadline
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.isolation import leave_out_faults, store_each
from ct_pipeline.warehouse.ledger.tables import is_current, made_of, read_names, replace_ledger
from ct_pipeline.warehouse.ledger.texts import (
    UnreadText,
    forget_other_versions,
    read_told_texts,
    read_unread_texts,
    store_read,
)
from ct_pipeline.warehouse.quarantine import Station, put_in_quarantine, release
from ct_pipeline.warehouse.transactions import transaction

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

    def join(told: Sequence[ToldText]) -> None:
        fresh = replace(names, named={})
        try:
            ledger = join_texts(told, programmes, fresh, now.date(), corrections)
        except CorrectionError as error:
            raise SettingsError(
                f"{monitor.settings.overrides_file}, ledger: {error}."
                " Mend it, or take the entry out."
            ) from error
        with monitor.open() as connection:
            replace_ledger(connection, ledger, fresh, fingerprint)

    leave_out_faults(texts, join, partial(_quarantine, monitor))
    return KeptLedger(read_count, failed_count, is_joined=True)


def _quarantine(monitor: Monitor, told: ToldText, reason: str) -> None:
    """Notes that what a text says cannot be joined with what the others say."""
    with monitor.open() as connection:
        put_in_quarantine(connection, Station.LEDGER, told.article_id, reason)


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
    deadline = Deadline(monitor.settings.pass_seconds)
    for _ in range(BATCHES_PER_PASS):
        with monitor.open() as connection:
            unread = read_unread_texts(connection, LEDGER_VERSION, TEXTS_PER_BATCH)
        with uncollected():
            in_time = takewhile(lambda _: not deadline.is_over, unread)
            read = [(one, *_read(one.text)) for one in in_time]
        with monitor.open() as connection:
            store = partial(_store, connection, monitor.now())
            failed_count += sum(store_each(read, store, _failed))
        read_count += len(read)
        logger.info("ledger: %s read", counted(read_count, "text"))
        if len(unread) < TEXTS_PER_BATCH and len(read) == len(unread):
            return read_count, failed_count, True
        if deadline.is_over:
            break
    return read_count, failed_count, False


_ReadOne: TypeAlias = tuple[UnreadText, LedgerRows, str | None]


def _read(text: LedgerText) -> tuple[LedgerRows, str | None]:
    """What a text says; nothing in another language, and nothing with the reason if it fails."""
    if text.language not in LANGUAGES:
        return LedgerRows(), None
    try:
        return read_text(text), None
    except Exception as error:  # one odd text must not keep the others out
        reason = reason_of(error)
        logger.warning("ledger: article %s could not be read: %s", text.article_id, reason)
        return LedgerRows(), reason


def _failed(read: _ReadOne, reason: str) -> _ReadOne:
    return read[0], LedgerRows(), f"it cannot be stored: {reason}"


def _store(connection: duckdb.DuckDBPyConnection, now: datetime, read: Sequence[_ReadOne]) -> int:
    """Stores what texts say; how many of them failed."""
    with transaction(connection):
        release(connection, Station.LEDGER, (one.text.article_id for one, _, _ in read))
        failed = [(one.text.article_id, reason) for one, _, reason in read if reason]
        for article_id, reason in failed:
            put_in_quarantine(connection, Station.LEDGER, article_id, reason)
        store_read(connection, [one[:2] for one in read], LEDGER_VERSION, now)
    return len(failed)
