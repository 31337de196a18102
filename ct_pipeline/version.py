"""The version of this program, for servers, readers and the packager (pyproject.toml reads it)."""

VERSION = "0.1.0"
