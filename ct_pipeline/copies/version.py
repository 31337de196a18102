"""The version of all that decides what a copy is; a change regroups in the next pass."""

ALGORITHM_VERSION = "copies-8"
