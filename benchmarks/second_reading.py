"""The form for a second reader: `python benchmarks/second_reading.py > form.yaml`.

Every third gold text, in an order that tells nothing, without grade, kind or entities. The reader
sees only this form and docs/labelling-guide.md, and fills in each `grade`. Kept as
`ct_pipeline_tests/fixtures/gold/second_reading.yaml`, `eval_relevance.py` reports the agreement.
"""

from __future__ import annotations

import random
import sys

import yaml

from benchmarks.gold_relevance import read_gold

PART = 3


def main() -> None:
    """Prints the form."""
    chosen = [text for number, text in enumerate(read_gold()) if number % PART == 0]
    random.Random(3).shuffle(chosen)
    texts = [
        {"id": text.blind_id, "grade": None, "title": text.title, "body": text.body}
        for text in chosen
    ]
    form = {"reader": None, "guide": "docs/labelling-guide.md", "texts": texts}
    yaml.safe_dump(form, sys.stdout, allow_unicode=True, sort_keys=False, width=100)


if __name__ == "__main__":
    main()
