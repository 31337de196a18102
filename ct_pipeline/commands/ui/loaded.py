"""Imported by the server that runs are forked from: whatever a run of the project imports."""

from contextlib import suppress

import dagster._grpc.impl  # noqa: F401 - what the process of a run begins with

from ct_pipeline.definitions import defs

# Each run loads the definitions once more, and says itself what keeps them from loading.
with suppress(Exception):
    defs()
