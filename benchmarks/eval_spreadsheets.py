"""Whether a spreadsheet takes text from the web for a formula: CSV exports in LibreOffice.

    python benchmarks/eval_spreadsheets.py

English settings split a file at commas, French ones at semicolons, careful people at both and at
tabs. The same texts are tried as they are and as the exports write them; the second must be none.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ct_pipeline_tests.publishing.test_spreadsheets import HOSTILE, write

# LibreOffice's locale and list separators, as its filter writes them: the characters' codes.
SETTINGS = [("en-US", "44"), ("fr", "59"), ("fr", "44/59/9")]


def count_formulas(file: Path, language: str, separators: str) -> int:
    """The cells that LibreOffice makes formulas when it opens the file with these settings."""
    options = f"CSV:{separators},34,76,1,,0,false,true,false,false,true,-1"
    arguments = ["soffice", "--headless", f"--language={language}", f"--infilter={options}"]
    arguments += ["--convert-to", "fods", "--outdir", str(file.parent), str(file)]
    locale = {"HOME": str(file.parent), "LANG": f"{language.replace('-', '_')}.UTF-8"}
    subprocess.run(arguments, env=os.environ | locale, check=True, capture_output=True, timeout=300)
    return file.with_suffix(".fods").read_text("utf-8").count("table:formula")


def main() -> None:
    """Prints one row per setting; ends with an error when an export holds a formula."""
    if shutil.which("soffice") is None:
        print("LibreOffice is not here (Debian: libreoffice-calc-nogui, libreoffice-l10n-fr).")
        return
    found = 0
    print("| locale | separators | formulas in the texts as they are | in the export |")
    print("|---|---|---|---|")
    with TemporaryDirectory() as folder:
        plain, export = Path(folder) / "plain.csv", Path(folder) / "export.csv"
        with plain.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows([text] for text in HOSTILE)
        write(export, HOSTILE)
        for language, separators in SETTINGS:
            counts = [count_formulas(file, language, separators) for file in (plain, export)]
            signs = " ".join(repr(chr(int(code))) for code in separators.split("/"))
            print(f"| {language} | {signs} | {counts[0]} | {counts[1]} |", flush=True)
            found += counts[1]
    if found:
        sys.exit(f"{found} cells of the export are formulas")


if __name__ == "__main__":
    main()
