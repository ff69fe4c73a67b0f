"""How many operations a second each process asks of the database while nothing happens.

Run: `.venv/bin/python -m benchmarks.idle [seconds]`. It starts a whole installation in a folder of
its own, leaves it alone, and counts the commands of each process from inside; the clients' own
question every ten seconds whether the server is there is not among them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.counting import FOLDER
from benchmarks.table import show
from deploy.embedded.stack import ROOT, Stack

SECONDS = 60.0
SETTLE_SECONDS = 15.0
HEADINGS = ("process", "operations a second", "most of them")
_INSTALL = "from benchmarks.counting import install\n\ninstall()\n"


def counts_in(folder: Path) -> dict[str, Counter[str]]:
    """Return by process how often each command was sent so far."""
    found: dict[str, Counter[str]] = {}
    for file in folder.glob("*.json"):
        name = file.stem.rpartition("-")[0]
        found[name] = found.get(name, Counter()) + Counter(json.loads(file.read_text()))
    return found


def main(arguments: list[str]) -> None:
    """Measure, and print a line for each process."""
    seconds = float(arguments[0]) if arguments else SECONDS
    with tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder:
        counts = Path(folder) / "counts"
        counts.mkdir()
        (Path(folder) / "sitecustomize.py").write_text(_INSTALL)
        path = os.pathsep.join([folder, str(ROOT)])
        environment = {FOLDER: str(counts), "PYTHONPATH": path}
        with Stack(Path(folder) / "data", environment=environment):
            time.sleep(SETTLE_SECONDS)
            before, began = counts_in(counts), time.monotonic()
            time.sleep(seconds)
            after, passed = counts_in(counts), time.monotonic() - began
    rows, total = [], 0
    for name in sorted(after):
        sent = after[name] - before.get(name, Counter())
        total += sent.total()
        most = ", ".join(f"{what} {n / passed:.2f}" for what, n in sent.most_common(6))
        rows.append([name, f"{sent.total() / passed:.2f}", most])
    show(f"idle for {passed:.0f} s", HEADINGS, [*rows, ["together", f"{total / passed:.1f}", ""]])


if __name__ == "__main__":
    main(sys.argv[1:])
