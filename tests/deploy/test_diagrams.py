"""The drawn procedures are those that are served."""

from __future__ import annotations

from pathlib import Path

from deploy.diagrams import FOLDER, pages

DOCS = Path(__file__).resolve().parents[2] / "docs" / FOLDER


def test_the_drawings_in_docs_are_the_procedures_that_are_served() -> None:
    for name, page in pages().items():
        assert (DOCS / name).read_text(encoding="utf-8") == page, f"run `make diagrams`: {name}"
