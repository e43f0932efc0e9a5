"""Run the measurements, all or those named in ONLY (parted by commas)."""

import os
import sys

from bench import fairplay, imports, recognition

PARTS = {"imports": imports.main, "recognition": recognition.main, "fairplay": fairplay.main}


def run() -> None:
    """Measure; each part prints its table and appends its rows to .bench/results.json."""
    wanted = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"There is no measurement called {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    for name in wanted:
        PARTS[name]()


run()
