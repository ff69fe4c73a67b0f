"""The drawn procedures are those that run."""

from pathlib import Path

import pytest

from deploy.drawings import TRACKS, procedure_pages

DRAWN = Path(__file__).resolve().parents[2] / "docs" / "procedures"


@pytest.mark.parametrize("track", TRACKS)
def test_the_page_in_docs_is_the_procedure_of_today(track: str) -> None:
    page = f"{track}.md"

    assert (DRAWN / page).read_text(encoding="utf-8") == procedure_pages()[page], "make diagrams"
