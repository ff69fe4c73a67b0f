"""How much of what is planted in invented decisions is hidden, and how much of the rest is not.

Run: `.venv/bin/python -m benchmarks.redaction [number of decisions]`. Recall: of the planted
characters, those that a mark hides. Precision: of the hidden characters, those that were planted.
What counts is that nobody is given away, so a plant of which one character shows is not found.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass

from benchmarks.planted_decisions import ON, planted_decisions
from benchmarks.table import show
from shared.redaction import find_marks

COUNT = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """By rule: how many were planted, and of them found; how many marks, and of them wanted."""

    planted: Counter[str]
    found: Counter[str]
    marks: Counter[str]
    wanted: Counter[str]
    seconds: float

    @property
    def recall(self) -> float:
        """Of all plants, those hidden whole."""
        return self.found.total() / self.planted.total()

    @property
    def precision(self) -> float:
        """Of all marks, those that hide a plant."""
        return self.wanted.total() / self.marks.total()


def measured(count: int = COUNT) -> Measured:
    """Redact invented decisions and compare."""
    planted, found, marks, wanted = (Counter[str]() for _ in range(4))
    seconds = 0.0
    for decision in planted_decisions(count):
        began = time.perf_counter()
        made = find_marks(decision.text, decision.parties, ON)
        seconds += time.perf_counter() - began
        hidden = {place for mark in made for place in range(mark.start, mark.end)}
        for rule, start, end in decision.places:
            planted[rule] += 1
            found[rule] += hidden >= set(range(start, end))
        for mark in made:
            marks[mark.rule] += 1
            meets = any(start < mark.end and mark.start < end for _, start, end in decision.places)
            wanted[mark.rule] += meets
    return Measured(planted, found, marks, wanted, seconds)


def main(arguments: list[str]) -> None:
    """Measure and print one line for each rule."""
    count = int(arguments[0]) if arguments else COUNT
    result = measured(count)
    rows = [
        [
            rule,
            str(result.planted[rule]),
            str(result.found[rule]),
            str(result.marks[rule]),
            str(result.wanted[rule]),
        ]
        for rule in sorted(result.planted | result.marks)
    ]
    rows.append(["recall / precision", "", f"{result.recall:.4f}", "", f"{result.precision:.4f}"])
    heading = f"redaction of {count} invented decisions, {result.seconds / count * 1e3:.2f} ms each"
    show(heading, ("rule", "planted", "hidden", "marks", "wanted"), rows)


if __name__ == "__main__":
    main(sys.argv[1:])
