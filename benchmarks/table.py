"""Tables of what was measured, in plain text."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a title, the names of the columns, and the rows below them."""
    table = [columns, *rows]
    widths = [max(len(row[n]) for row in table) for n in range(len(columns))]
    print(f"\n{title}")
    for row in table:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def spread(seconds: Sequence[float]) -> list[str]:
    """Return count, median, 99th percentile and maximum, in milliseconds."""
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    figures = statistics.median(ordered), last, ordered[-1]
    return [str(len(ordered)), *(f"{1000 * value:.1f}" for value in figures)]
