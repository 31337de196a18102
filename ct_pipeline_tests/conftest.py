"""For all tests: properties are about what comes out, not about how busy the machine is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
