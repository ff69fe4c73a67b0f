"""The page of events in docs/ says what the schemas say."""

from __future__ import annotations

from pathlib import Path

from deploy.events_page import page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_events_is_printed_from_the_schemas() -> None:
    assert (DOCS / "events.md").read_text("utf-8") == page()
