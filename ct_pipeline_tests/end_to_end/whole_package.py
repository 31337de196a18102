"""Imports whatever a pass imports in its course (see warm.py)."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import ct_pipeline

for module in pkgutil.walk_packages(ct_pipeline.__path__, "ct_pipeline."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
