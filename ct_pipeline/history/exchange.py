"""Read records as lines of JSON: what one machine reads and another stores."""

from __future__ import annotations

from pydantic import TypeAdapter

from ct_pipeline.history.captures import ReadRecord

_ADAPTER = TypeAdapter(ReadRecord)


def as_json(record: ReadRecord) -> bytes:
    """A record as one line without its end; the same record gives the same bytes."""
    return _ADAPTER.dump_json(record)


def from_json(line: bytes | str) -> ReadRecord:
    """The record that `as_json` wrote. Raises ValueError for any other line."""
    return _ADAPTER.validate_json(line)
