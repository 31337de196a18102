"""The version of this program, as servers and readers see it; pyproject.toml names the same."""

VERSION = "0.1.0"
