"""One fuzzed target in this process: `python -m ct_pipeline_tests.fuzzing.driver TARGET FLAGS…`."""

from __future__ import annotations

import logging
import sys

import atheris

with atheris.instrument_imports(include=["ct_pipeline", "protego"]):
    from ct_pipeline_tests.fuzzing.targets import TARGETS

if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
