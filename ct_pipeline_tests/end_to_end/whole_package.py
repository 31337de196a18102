"""Imports whatever a pass imports in its course (see warm.py)."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import ct_pipeline

NEEDS_AN_EXTRA = "ct_pipeline.cluster."

for module in pkgutil.walk_packages(ct_pipeline.__path__, "ct_pipeline."):
    if not module.name.endswith("__main__") and not module.name.startswith(NEEDS_AN_EXTRA):
        import_module(module.name)
