"""For whom messages of tests are written."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ct_pipeline.alerts.labels import labels_in
from ct_pipeline.alerts.rendering import Reader
from ct_pipeline.inputs.consumers import MessageLanguage


def reader(language: MessageLanguage = "en", zone: str = "UTC") -> Reader:
    """The consumer `desk`, who reads messages in that language and time zone."""
    return Reader("desk", labels_in(language), ZoneInfo(zone))


DESK = reader()
