"""Links between the pages, and from them into the code, lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FILE = re.compile(r"`((?:shared|services|gateway|deploy|tests|docs)/[\w./-]+\.\w+)`")
# Files of the example track, which the page on adding one makes.
_MADE_UP = ("services/adjudication/", "shared/law/rules/adjudication.yaml")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    for found in _LINK.finditer(page.read_text("utf-8")):
        target = (page.parent / found[1]).resolve() if found[1] else page
        yield target, found[2] or ""


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings, as GitHub makes them."""
    titles = _HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


def test_every_link_leads_to_a_page_and_a_heading_that_exist() -> None:
    found = [(page, *link) for page in PAGES for link in links(page)]

    assert len(found) > 20
    broken = [
        f"{page.relative_to(ROOT)}: {target.name}#{anchor}"
        for page, target, anchor in found
        if not target.exists() or (anchor and anchor not in anchors(target))
    ]
    assert broken == []


def test_every_file_that_is_named_exists() -> None:
    named = {
        name
        for page in PAGES
        for name in _FILE.findall(page.read_text("utf-8"))
        if not name.startswith(_MADE_UP)
    }

    assert "shared/law/levels.py" in named
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
