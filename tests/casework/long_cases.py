"""Cases that live long, so that their older entries leave the document."""

from __future__ import annotations

from typing import Any

from shared.casework.casework import Casework
from shared.storage.database import Document
from tests.support.casework import asked

SAID = "述" * 5_000


STATE = ("status", "entered_on", "version", "milestones", "relations", "warnings", "agency")


def eager(casework: Casework) -> Casework:
    """Let every step but the last one leave the document."""
    casework.store.history.large_bytes = casework.store.history.kept_bytes = 0
    return casework


def noted(casework: Casework, case_id: str, text: str, **options: Any) -> None:
    casework.perform(
        case_id, asked(casework, "note", {"on": "2024-06-03", "text": text}, **options)
    )


def stored(casework: Casework, case_id: str) -> Document:
    found = casework.store.get(case_id)
    assert found is not None
    return found


def history(casework: Casework, case_id: str) -> list[Document]:
    return list(casework.history(stored(casework, case_id)))


def moved(casework: Casework, case_id: str) -> list[int]:
    """Return the versions of the entries that the document itself does not hold."""
    first: int = stored(casework, case_id)["history"][0]["version"]
    return list(range(1, first))
