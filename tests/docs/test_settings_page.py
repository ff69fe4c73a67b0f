"""The page of settings names every variable that the code reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from deploy.settings_page import page

ROOT = Path(__file__).resolve().parents[2]
_READ = re.compile(
    r"""(?:environ(?:\.get\(|\[)|values\.get\(|(?:_required|whole_number)\(\s*values,\s)"""
    r"""["'](\w+)["']"""
    r"""|"(\w+)"\s(?:not\s)?in\sos\.environ"""
)


def variables_read() -> Iterator[str]:
    for room in ("deploy", "gateway", "services", "shared"):
        for path in (ROOT / room).rglob("*.py"):
            for found in _READ.finditer(path.read_text("utf-8")):
                yield found[1] or found[2]


def test_the_page_in_docs_is_the_one_that_the_code_writes() -> None:
    written = (ROOT / "docs" / "settings.md").read_text("utf-8")

    assert written == page(), "run `make diagrams`"


def test_every_variable_that_is_read_stands_on_the_page() -> None:
    read = set(variables_read())

    assert {"DATABASE_URL", "ENTRY_GRACE_WORKING_DAYS", "PORT", "NO_COLOR"} <= read
    assert sorted(name for name in read if f"`{name}`" not in page()) == []


def test_who_cannot_start_without_a_setting_is_told() -> None:
    assert "| `SECRETS_DIR` | required |" in page()
    assert "| `BROKER_URL` | required by services |" in page()
    assert "| `LOG_LEVEL` | `INFO` |" in page()
