"""What dbt's tests demand, in sentences for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

COMMENT = re.compile(r"^-- (.+(?:\n-- .+)*)", re.MULTILINE)
REFERENCE = re.compile(r"ref\('(\w+)'\)")


def demand(test: Mapping[str, Any]) -> str:
    """What a test of dbt's manifest asks of its mart: one sentence.

    Of dbt's own kinds and `columns_are_unique` from their arguments, of a query its first comment.
    """
    kind = test.get("test_metadata") or {}
    arguments = kind.get("kwargs", {})
    column = f"`{test.get('column_name')}`"
    match kind.get("name"):
        case "unique":
            return f"No two rows have the same {column}."
        case "columns_are_unique":
            return f"No two rows have the same {_listed(arguments['columns'])}."
        case "relationships":
            mart = REFERENCE.sub(r"\1", arguments["to"])
            return f"Each {column} is the `{arguments['field']}` of a row of `marts.{mart}`."
        case "accepted_values":
            return f"{column} is one of {_listed(arguments['values'])}."
    comment = COMMENT.search(test["raw_code"])
    return comment[1].replace("\n-- ", " ") if comment else str(test["name"])


def _listed(words: list[Any]) -> str:
    return ", ".join(f"`{word}`" for word in words)
