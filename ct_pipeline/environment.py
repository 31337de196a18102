"""What this process is told by its environment and by `.env`, and what of it means nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Original, parse_stream

from ct_pipeline.errors import UserError
from ct_pipeline.refusals import did_you_mean

PREFIX = "CT_"
ROOT = Path(__file__).parent.parent
_NAME = re.compile(r"\s*(?:export\s+)?([^\s=#'\"]+)")


class EnvFileError(UserError):
    """`.env` cannot be read: which line, and the mend."""


def env_file() -> Path | None:
    """The `.env` of the folder where one stands, else the one beside the program; None: no such."""
    for folder in (Path.cwd(), ROOT):
        if (folder / ".env").is_file():
            return folder / ".env"
    return None


def read_env_file(file: Path) -> dict[str, str]:
    """The variables of a `.env`, empty ones left out.

    Raises EnvFileError with the first line that is no NAME=value; what it says is not repeated
    beyond its name, for it may be a secret.
    """
    try:
        with file.open(encoding="utf-8-sig") as stream:
            for binding in parse_stream(stream):
                if binding.error or (binding.key and binding.value is None):
                    raise EnvFileError(_explain(file, binding.original))
    except UnicodeDecodeError as error:
        raise EnvFileError(f"{file} is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise EnvFileError(
            f"{file} cannot be read ({error.strerror}). Let this user read it, or remove it."
        ) from error
    values = dotenv_values(file, encoding="utf-8-sig")
    return {name: value for name, value in values.items() if value}


def variables() -> Mapping[str, str]:
    """The variables of `.env` and of the process, which wins where both have one."""
    file = env_file()
    return (read_env_file(file) if file else {}) | os.environ


def name_unknown(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """A line for each of our variables that no setting has, with the nearest that one has."""
    settings = sorted(known)
    lines = []
    for name in sorted(set(names).difference(settings)):
        if not name.startswith(PREFIX):
            continue
        hint = did_you_mean(name, settings) or "docs/contract.md lists the settings."
        lines.append(f"{name} is no setting and changes nothing: {hint}")
    return lines


def _explain(file: Path, original: Original) -> str:
    text = original.string
    skipped = len(text) - len(text.lstrip("\r\n"))
    number = original.line + text[:skipped].count("\n")
    named = _NAME.match(text)
    begins = f" begins with {named.group(1)[:40]!r} and" if named and "=" in text else ""
    return (
        f"{file}, line {number},{begins} is not NAME=value. "
        "Mend the line, put # before it, or take it out."
    )
