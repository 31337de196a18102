"""Coverage-guided fuzzing of everything that reads bytes from outside, for so long a target.

Run: make fuzz [SECONDS=60] [TARGETS="feed page"], on Linux with an x86_64 processor (atheris has
wheels for no other). An input that makes a reader raise, take ten seconds or 2 GB is kept in
`kept/`, where the tests find it.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from ct_pipeline_tests.fuzzing.kept import KEPT, kept_inputs

LONGEST_INPUT = 20_000  # bytes
INPUT_SECONDS = 10
MEMORY_MB = 2_000
_COUNTS = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+)")


def fuzz(target: str, seconds: int) -> bool:
    """Fuzzes one target in a process of its own; whether nothing was found."""
    from ct_pipeline_tests.fuzzing.targets import SOUND

    with tempfile.TemporaryDirectory() as folder:
        corpus, found = Path(folder, "corpus"), Path(folder, "found")
        corpus.mkdir()
        found.mkdir()
        for number, data in enumerate((*SOUND[target], *kept_inputs(target).values())):
            (corpus / f"{number}").write_bytes(data)
        completed = subprocess.run(
            [
                *(sys.executable, "-m", "ct_pipeline_tests.fuzzing.driver", target),
                f"-max_total_time={seconds}",
                f"-max_len={LONGEST_INPUT}",
                f"-timeout={INPUT_SECONDS}",
                f"-rss_limit_mb={MEMORY_MB}",
                f"-artifact_prefix={found}/",
                str(corpus),
            ],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        counts = _COUNTS.findall(completed.stderr) or [("0", "0")]
        runs, coverage = counts[-1]
        is_sound = completed.returncode == 0
        print(f"{target:10} {int(runs):9,} runs  {coverage:>6} edges  ", end="", flush=True)
        print("nothing found" if is_sound else "FOUND")
        if not is_sound:
            print(completed.stderr[-3_000:])
        for file in found.iterdir():
            data = file.read_bytes()
            KEPT.mkdir(exist_ok=True)
            name = f"{target}-{hashlib.sha256(data).hexdigest()[:12]}"
            (KEPT / name).write_bytes(data)
            print(f"  kept as {KEPT / name}")
        return is_sound


def main() -> None:
    """Fuzzes the targets one after the other; exit code 1 where one found something."""
    from ct_pipeline_tests.fuzzing.targets import TARGETS

    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("targets", nargs="*", metavar="target", help=", ".join(TARGETS))
    given = parser.parse_args()
    if unknown := set(given.targets) - set(TARGETS):
        parser.error(f"no target is called {', '.join(sorted(unknown))}: {', '.join(TARGETS)}")
    are_sound = [fuzz(target, given.seconds) for target in given.targets or TARGETS]
    sys.exit(not all(are_sound))


if __name__ == "__main__":
    main()
